//! The schema of a file, from the definition of its table.

use std::sync::Arc;

use gangyao_definition::{Column, Table, Type};
use parquet::basic::{LogicalType, Repetition, Type as Physical};
use parquet::schema::types::{Type as Node, TypePtr};

/// The schema of a table's file.
pub(crate) fn of(table: &Table) -> TypePtr {
    let fields = table.columns.iter().map(|column| Arc::new(field(column))).collect();
    let schema = Node::group_type_builder(table.name).with_fields(fields).build();
    Arc::new(schema.expect("the definition's names are those of columns"))
}

fn field(column: &Column) -> Node {
    let (physical, logical) = match column.kind {
        Type::Integer => (Physical::INT64, None),
        Type::Number => (Physical::DOUBLE, None),
        Type::Boolean => (Physical::BOOLEAN, None),
        _ => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
    };
    Node::primitive_type_builder(&column.name, physical)
        .with_logical_type(logical)
        .with_repetition(if column.nullable { Repetition::OPTIONAL } else { Repetition::REQUIRED })
        .build()
        .expect("a string is an array of bytes, and the others have no logical type")
}
