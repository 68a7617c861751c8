//! The roles of participants in words.

use crate::kernel::{Reason, Text, text};
use crate::programmes::ROLES;

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

/// What to tell of a role that is neither built in nor named by the programme: it may be meant, or
/// be a slip of the keyboard.
pub(super) fn unknown_role(role: &str, named: &[&str]) -> Option<Reason> {
    let known: Vec<&str> = ROLES.iter().chain(named).copied().collect();
    if known.contains(&role) {
        return None;
    }
    let near = known.into_iter().map(|it| (distance(role, it), it));
    let near = near.filter(|(steps, _)| *steps <= 3).min();
    let sentence = near.map_or_else(
        || {
            text(
                format!("de rol {role} is niet een van de gebruikelijke"),
                format!("the role {role} is none of the usual ones"),
            )
        },
        |(_, meant)| {
            text(
                format!("de rol {role} is niet een van de gebruikelijke; is {meant} bedoeld?"),
                format!("the role {role} is none of the usual ones; is {meant} meant?"),
            )
        },
    );
    Some(Reason::new("unusual-role", sentence))
}

/// How many letters to add, leave out or replace to come from one word to the other.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (count, letter) in one.chars().enumerate() {
        let mut next = vec![count + 1];
        let mut last = count + 1;
        for ((known, above), behind) in other.iter().zip(row.iter().skip(1)).zip(row.iter()) {
            let replaced = behind + usize::from(*known != letter);
            last = replaced.min(above + 1).min(last + 1);
            next.push(last);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_that_is_not_built_in_is_said_as_it_is_written() {
        assert_eq!(role_in_words("teacher").nl, "leraar");
        assert_eq!(role_in_words("night-watch").nl, "night watch");
    }

    #[test]
    fn a_slip_of_the_keyboard_is_asked_about() {
        assert_eq!(unknown_role("board-executive", &[]), None);
        assert_eq!(unknown_role("night-watch", &["night-watch"]), None);
        let told = |role| unknown_role(role, &[]).unwrap().text.en;
        assert!(told("board-executve").ends_with("is board-executive meant?"));
        assert!(told("hr-profesional").ends_with("is hr-professional meant?"));
        assert_eq!(told("boss"), "the role boss is none of the usual ones");
    }
}
