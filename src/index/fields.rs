//! `schema/index.json` in, the index's fields out.

use std::sync::LazyLock;

use serde::Deserialize;
use tantivy::schema::{BytesOptions, Field, IndexRecordOption, NumericOptions, Schema, TextFieldIndexing, TextOptions};

/// The file that describes the index.
const DESCRIPTION: &str = include_str!("../../schema/index.json");

#[derive(Deserialize)]
struct Description {
    format: u32,
    fields: Vec<FieldDescription>,
}

#[derive(Deserialize)]
struct FieldDescription {
    name: String,
    kind: String,
    #[serde(default)]
    tokenizer: Option<String>,
    #[serde(default)]
    record: Option<String>,
    #[serde(default)]
    stored: bool,
    #[serde(default)]
    fast: bool,
    #[serde(default)]
    indexed: bool,
}

/// The fields of the index.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "schema/index.json says what each is for")]
pub struct Fields {
    pub article: Field,
    pub kind: Field,
    pub quotation: Field,
    pub act: Field,
    pub title: Field,
    pub body: Field,
    pub content: Field,
    pub context: Field,
    pub cue: Field,
    pub negated: Field,
    pub speaker: Field,
    pub organization: Field,
    pub role: Field,
    pub speaker_name: Field,
    pub organization_name: Field,
    pub speaker_key: Field,
    pub organization_key: Field,
    pub outlet: Field,
    pub outlet_name: Field,
    pub language: Field,
    pub status: Field,
    pub anonymous: Field,
    pub place: Field,
    pub block: Field,
    pub day: Field,
    pub start: Field,
    pub facts: Field,
    pub band: Field,
    pub key: Field,
    pub fingerprint: Field,
    pub version: Field,
    pub embargo: Field,
    pub record: Field,
}

/// The number of the index's format.
pub fn format() -> u32 {
    CONTRACT.0
}

/// The index's schema and its fields.
pub fn contract() -> (Schema, &'static Fields) {
    (CONTRACT.1.clone(), &CONTRACT.2)
}

static CONTRACT: LazyLock<(u32, Schema, Fields)> = LazyLock::new(|| {
    let description: Description =
        serde_json::from_str(DESCRIPTION).expect("schema/index.json is as the code reads it");
    let mut builder = Schema::builder();
    for field in &description.fields {
        match field.kind.as_str() {
            "text" => {
                let record = match field.record.as_deref() {
                    Some("basic") => IndexRecordOption::Basic,
                    Some("frequencies") => IndexRecordOption::WithFreqs,
                    Some("positions") => IndexRecordOption::WithFreqsAndPositions,
                    other => panic!("schema/index.json: no such record: {other:?}"),
                };
                let tokenizer = field.tokenizer.as_deref().expect("schema/index.json: a text field has a tokenizer");
                let indexing = TextFieldIndexing::default()
                    .set_tokenizer(tokenizer)
                    .set_index_option(record)
                    .set_fieldnorms(record != IndexRecordOption::Basic);
                builder.add_text_field(&field.name, TextOptions::default().set_indexing_options(indexing));
            }
            kind @ ("u64" | "i64") => {
                let options = if field.fast { NumericOptions::default().set_fast() } else { NumericOptions::default() };
                let options = if field.indexed { options.set_indexed() } else { options };
                if kind == "u64" {
                    builder.add_u64_field(&field.name, options);
                } else {
                    builder.add_i64_field(&field.name, options);
                }
            }
            "bytes" => {
                let options = BytesOptions::default();
                builder.add_bytes_field(&field.name, if field.stored { options.set_stored() } else { options });
            }
            kind => panic!("schema/index.json: no such kind of field: {kind}"),
        }
    }
    let schema = builder.build();
    let field = |name: &str| schema.get_field(name).expect("schema/index.json has the fields that the code uses");
    let fields = Fields {
        article: field("article"),
        kind: field("kind"),
        quotation: field("quotation"),
        act: field("act"),
        title: field("title"),
        body: field("body"),
        content: field("content"),
        context: field("context"),
        cue: field("cue"),
        negated: field("negated"),
        speaker: field("speaker"),
        organization: field("organization"),
        role: field("role"),
        speaker_name: field("speaker_name"),
        organization_name: field("organization_name"),
        speaker_key: field("speaker_key"),
        organization_key: field("organization_key"),
        outlet: field("outlet"),
        outlet_name: field("outlet_name"),
        language: field("language"),
        status: field("status"),
        anonymous: field("anonymous"),
        place: field("place"),
        block: field("block"),
        day: field("day"),
        start: field("start"),
        facts: field("facts"),
        band: field("band"),
        key: field("key"),
        fingerprint: field("fingerprint"),
        version: field("version"),
        embargo: field("embargo"),
        record: field("record"),
    };
    (description.format, schema, fields)
});
