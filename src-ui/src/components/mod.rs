//! Markup from properties. Nothing here knows of IPC.

pub mod answer_head;
pub mod answer_pane;
pub mod banner;
pub mod body_editor;
pub mod countdown;
pub mod field;
pub mod focus;
pub mod headers_view;
pub mod icons;
pub mod parts_table;
pub mod request_editor;
pub mod request_line;
pub mod row_table;
pub mod rows_view;
pub mod session_bar;
pub mod sidebar;
pub mod sign_in_form;
pub mod tabs;
pub mod toggles;
pub mod trace_view;
