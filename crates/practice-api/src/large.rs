//! A JSON array of any size, made piece by piece.

use bytes::Bytes;
use futures_util::{Stream, stream};
use std::{convert::Infallible, fmt::Write};

const PIECE: usize = 64 * 1024;
/// More than the longest record, its comma and the closing bracket.
const TAIL: u64 = 1024;

/// Exactly `size` bytes (at least 16 KiB) of a JSON array of orders, in pieces of about 64 KiB.
pub(crate) fn orders(size: u64) -> impl Stream<Item = Result<Bytes, Infallible>> + Send + 'static {
    stream::unfold(Writer { left: size, next: 0 }, |mut writer| async move {
        let piece = writer.piece()?;
        // Lets other tasks run: making the pieces never waits for anything by itself.
        tokio::task::yield_now().await;
        Some((Ok(piece), writer))
    })
}

struct Writer {
    left: u64,
    next: u64,
}

impl Writer {
    fn piece(&mut self) -> Option<Bytes> {
        if self.left == 0 {
            return None;
        }
        let mut text = String::with_capacity(PIECE + 1024);
        while text.len() < PIECE {
            let room = self.left - length(&text);
            if room < TAIL {
                // Blanks before the bracket make the size exact.
                text.extend(std::iter::repeat_n(
                    ' ',
                    usize::try_from(room).unwrap_or(2).saturating_sub(2),
                ));
                text.push_str("\n]");
                break;
            }
            text.push_str(if self.next == 0 { "[\n" } else { ",\n" });
            self.next += 1;
            order(&mut text, self.next);
        }
        self.left -= length(&text);
        Some(text.into())
    }
}

fn length(text: &str) -> u64 {
    text.len() as u64
}

const NAMES: [&str; 8] = [
    "Mina Kim",
    "Jun Park",
    "Ada Osei",
    "Leo Martin",
    "서연 최",
    "Ines Rossi",
    "Tomas Novak",
    "Yuki Sato",
];
const CITIES: [&str; 7] = ["Seoul", "Busan", "Accra", "Lyon", "Turin", "Brno", "Osaka"];
const ITEMS: [&str; 9] = [
    "notebook",
    "desk lamp",
    "tea kettle",
    "fountain pen",
    "wool scarf",
    "garden hose",
    "bike bell",
    "paper map",
    "door latch",
];
const STATES: [&str; 4] = ["placed", "packed", "shipped", "delivered"];

fn order(text: &mut String, id: u64) {
    // A splitmix64 step: the same order for the same id, with no visible pattern.
    let mut dice = id.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    dice = (dice ^ (dice >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    dice ^= dice >> 27;
    let mut pick = |sides: usize| {
        let face = dice % sides as u64;
        dice = dice.rotate_right(9) ^ id;
        face
    };
    let mut choose = |list: &[&'static str]| list[usize::try_from(pick(list.len())).unwrap_or_default()];
    let (name, city, item, state) = (choose(&NAMES), choose(&CITIES), choose(&ITEMS), choose(&STATES));
    let (pieces, cents, day, hour) = (pick(9) + 1, pick(20_000), pick(28) + 1, pick(24));
    let paid = pick(3) > 0;
    // Writing to a string cannot fail.
    let _ = write!(
        text,
        "  {{\"id\": {id}, \"customer\": \"{name}\", \"email\": \"customer{id}@example.com\", \"city\": \"{city}\", \
         \"item\": \"{item}\", \"pieces\": {pieces}, \"total\": {}.{:02}, \"paid\": {paid}, \
         \"state\": \"{state}\", \"ordered_at\": \"2026-03-{day:02}T{hour:02}:00:00Z\"}}",
        cents / 100,
        cents % 100,
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_size_is_met_to_the_byte_and_is_json() {
        for size in [16 * 1024, 64 * 1024, 65 * 1024 + 1, 1 << 20, (1 << 20) + 777] {
            let mut writer = Writer { left: size, next: 0 };
            let mut all = Vec::new();
            while let Some(piece) = writer.piece() {
                assert!(piece.len() < PIECE + 2048);
                all.extend_from_slice(&piece);
            }
            assert_eq!(all.len() as u64, size);
            let orders: Vec<serde_json::Value> = serde_json::from_slice(&all).unwrap();
            assert_eq!(orders.last().unwrap()["id"], orders.len());
        }
    }
}
