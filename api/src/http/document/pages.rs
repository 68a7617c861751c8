//! Names for pages of lists: the generator writes `PageView_CohortView` and spells the item out.

use serde_json::{Value, json};

const GENERATED: &str = "PageView_";

/// Calls every page after its items: `CohortPage`, with items that refer to `CohortView`.
pub(super) fn name(document: &mut Value) {
    let schemas = document.pointer_mut("/components/schemas").and_then(Value::as_object_mut);
    let Some(schemas) = schemas else { return };
    let generated: Vec<String> =
        schemas.keys().filter(|name| name.starts_with(GENERATED)).cloned().collect();
    for old in generated {
        let Some(mut page) = schemas.remove(&old) else { continue };
        let item = old.trim_start_matches(GENERATED);
        let reference = json!({ "$ref": format!("#/components/schemas/{item}") });
        if let Some(items) = page.pointer_mut("/properties/items/items") {
            *items = reference;
        }
        schemas.insert(page_name(item), page);
    }
    schemas.sort_keys();
    rename(document);
}

fn page_name(item: &str) -> String {
    format!("{}Page", item.trim_end_matches("View"))
}

fn rename(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            if let Some(Value::String(target)) = fields.get_mut("$ref")
                && let Some((path, item)) = target.split_once(GENERATED)
            {
                *target = format!("{path}{}", page_name(item));
            }
            fields.values_mut().for_each(rename);
        }
        Value::Array(items) => items.iter_mut().for_each(rename),
        _ => {}
    }
}
