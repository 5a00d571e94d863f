/// The JSON Schema (draft 2020-12) of a profile's YAML, made of its keys. A copy stands in `Fixtures/schemas`.
package enum ProfileSchema {
  package static var text: String {
    SchemaParts.document(
      "profile", "How to talk to one relay, and options of the run. `sttcheck profiles NAME` prints one to copy.", ProfileKeys.all.schema)
  }
}
