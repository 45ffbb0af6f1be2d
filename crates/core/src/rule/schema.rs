//! JSON Schemas of the files that rules are made of, so that editors can complete keys and explain them. They are made
//! from the documentation of the keys.

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};
use serde_json::{Value, json};

use super::file::ListFile;
use super::kind::{KINDS, RuleFile};

/// The schema of a rule file.
pub fn rule_schema() -> Schema {
    let mut schema = of::<RuleFile>();
    let kinds = KINDS.iter().map(|kind| json!({ "required": [kind] })).collect();
    schema.insert("oneOf".to_owned(), Value::Array(kinds));
    schema.insert("title".to_owned(), json!("A rule of copydesk"));
    schema
}

/// The schema of a file with a list of words.
pub fn list_schema() -> Schema {
    let mut schema = of::<ListFile>();
    schema.insert("title".to_owned(), json!("A word list of copydesk"));
    schema
}

fn of<T: JsonSchema>() -> Schema {
    let mut schema = SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<T>();
    schema.as_object_mut().into_iter().flat_map(|object| object.values_mut()).for_each(without_null);
    schema
}

/// Takes `null` out of a schema: a key of TOML that has no value is left out.
fn without_null(value: &mut Value) {
    match value {
        Value::Array(all) => all.iter_mut().for_each(without_null),
        Value::Object(object) => {
            object.values_mut().for_each(without_null);
            // What is left out is empty; saying so at each key would only be noise.
            object
                .retain(|key, value| !(key == "default" && (value.is_null() || value.is_array() || value.is_object())));
            if let Some(Value::Array(types)) = object.get_mut("type") {
                types.retain(|name| name != "null");
                if let [one] = &types[..] {
                    let one = one.clone();
                    object.insert("type".to_owned(), one);
                }
            }
            if let Some(Value::Array(any)) = object.get_mut("anyOf") {
                any.retain(|schema| *schema != json!({ "type": "null" }));
                if let [Value::Object(only)] = &any[..] {
                    let only = only.clone();
                    object.remove("anyOf");
                    object.extend(only);
                }
            }
        }
        _ => {}
    }
}
