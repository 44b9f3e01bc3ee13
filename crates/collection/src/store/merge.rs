//! Brings a new text into one that a person wrote: what says the same stays as it is, with its comments.

use toml_edit::{ArrayOfTables, DocumentMut, Item, Table, TableLike, Value};

/// The old text with what the new one says; `None` where one of them is no TOML. The caller checks what it says.
pub(super) fn merged(old: &str, new: &str) -> Option<String> {
    let mut document: DocumentMut = old.parse().ok()?;
    let new: DocumentMut = new.parse().ok()?;
    merge_table(document.as_table_mut(), new.as_table());
    Some(document.to_string())
}

fn merge_table(old: &mut dyn TableLike, new: &dyn TableLike) {
    let gone: Vec<_> = old
        .iter()
        .map(|(key, _)| key.to_owned())
        .filter(|key| !new.contains_key(key))
        .collect();
    for key in gone {
        old.remove(&key);
    }
    for (key, item) in new.iter() {
        if let Some(old) = old.get_mut(key) {
            merge_item(old, item);
        } else {
            let mut item = item.clone();
            unplace(&mut item);
            old.insert(key, item);
        }
    }
}

fn merge_item(old: &mut Item, new: &Item) {
    if same(old, new) {
        return;
    }
    if let (Some(old), Some(new)) = (old.as_array_of_tables_mut(), new.as_array_of_tables()) {
        merge_tables(old, new);
        return;
    }
    if old.is_table_like()
        && new.is_table_like()
        && let (Some(old), Some(new)) = (old.as_table_like_mut(), new.as_table_like())
    {
        merge_table(old, new);
        return;
    }
    let decor = old.as_value().map(|value| value.decor().clone());
    let mut new = new.clone();
    unplace(&mut new);
    if let (Some(decor), Some(value)) = (decor, new.as_value_mut()) {
        *value.decor_mut() = decor;
    }
    *old = new;
}

/// Rows at both ends that are as they were stay; those between are changed one by one, taken away or added.
fn merge_tables(old: &mut ArrayOfTables, new: &ArrayOfTables) {
    let alike = |old: Option<&Table>, new: Option<&Table>| match (old, new) {
        (Some(old), Some(new)) => same_table(old, new),
        _ => false,
    };
    let shorter = old.len().min(new.len());
    let mut before = 0;
    while before < shorter && alike(old.get(before), new.get(before)) {
        before += 1;
    }
    let mut after = 0;
    while before + after < shorter && alike(old.get(old.len() - 1 - after), new.get(new.len() - 1 - after)) {
        after += 1;
    }
    let (old_end, new_end) = (old.len() - after, new.len() - after);
    for index in (new_end.max(before)..old_end).rev() {
        old.remove(index);
    }
    for index in before..new_end {
        let Some(wanted) = new.get(index) else { continue };
        if index < old_end
            && let Some(table) = old.get_mut(index)
        {
            merge_table(table, wanted);
        } else {
            let mut added = Item::Table(wanted.clone());
            unplace(&mut added);
            if let Item::Table(table) = added {
                old.insert(index, table);
            }
        }
    }
}

/// Forgets where tables stood in the text that they come from: they follow what they are put behind.
fn unplace(item: &mut Item) {
    match item {
        Item::Table(table) => unplace_table(table),
        Item::ArrayOfTables(tables) => tables.iter_mut().for_each(unplace_table),
        Item::None | Item::Value(_) => {}
    }
}

fn unplace_table(table: &mut Table) {
    table.set_position(None);
    for (_, item) in table.iter_mut() {
        unplace(item);
    }
}

fn same(one: &Item, other: &Item) -> bool {
    if let (Some(one), Some(other)) = (one.as_table_like(), other.as_table_like()) {
        return same_table(one, other);
    }
    match (rows(one), rows(other)) {
        (Some(one), Some(other)) => {
            one.len() == other.len() && one.iter().zip(&other).all(|(one, other)| same(one, other))
        }
        (None, None) => match (one.as_value(), other.as_value()) {
            (Some(one), Some(other)) => same_value(one, other),
            _ => false,
        },
        _ => false,
    }
}

fn same_table(one: &dyn TableLike, other: &dyn TableLike) -> bool {
    one.len() == other.len()
        && one
            .iter()
            .all(|(key, item)| other.get(key).is_some_and(|other| same(item, other)))
}

/// The elements, whether they are written as `[[tables]]` or in brackets.
fn rows(item: &Item) -> Option<Vec<Item>> {
    match item {
        Item::ArrayOfTables(tables) => Some(tables.iter().cloned().map(Item::Table).collect()),
        Item::Value(Value::Array(values)) => Some(values.iter().cloned().map(Item::Value).collect()),
        _ => None,
    }
}

fn same_value(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::String(one), Value::String(other)) => one.value() == other.value(),
        (Value::Integer(one), Value::Integer(other)) => one.value() == other.value(),
        (Value::Float(one), Value::Float(other)) => one.value().to_bits() == other.value().to_bits(),
        (Value::Boolean(one), Value::Boolean(other)) => one.value() == other.value(),
        _ => false,
    }
}
