//! The roles of participants in words.

use crate::kernel::{Text, text};

/// A role in words; one that is not built in by its own word, for the list is open.
pub fn role_in_words(role: &str) -> Text {
    match role {
        "board-executive" => text("bestuurder", "board executive"),
        "hr-professional" => text("HR-professional", "HR professional"),
        "school-leader" => text("schoolleider", "school leader"),
        "team-leader" => text("teamleider", "team leader"),
        "teacher" => text("leraar", "teacher"),
        "workplace-coach" => text("werkplekbegeleider", "workplace coach"),
        "programme-leader" => text("programmaleider", "programme leader"),
        "participation-council-member" => text("lid van de (G)MR", "participation council member"),
        "supervisory-board-member" => {
            text("lid van de raad van toezicht", "supervisory board member")
        }
        other => {
            let words = other.replace('-', " ");
            text(words.clone(), words)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_that_is_not_built_in_is_said_as_it_is_written() {
        assert_eq!(role_in_words("teacher").nl, "leraar");
        assert_eq!(role_in_words("night-watch").nl, "night watch");
    }
}
