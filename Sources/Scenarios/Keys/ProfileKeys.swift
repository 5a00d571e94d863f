/// The keys of a profile: each stands in the list of its topic, with all that is to say of it.
enum ProfileKeys {
  static let all = FileKeys(relay + client + connection + played + recorded + run + service)
}

extension FileKey where Draft == ProfileDraft {
  /// A file's path, which environment variables may stand in.
  static func path(
    _ name: String, _ help: String, of what: String = "a path", put: @escaping @Sendable (inout ProfileDraft, String) -> Void
  ) -> Self {
    Self(name, help, schema: SchemaParts.path) { value, draft throws(ConfigurationError) in
      put(&draft, try PathReader.path(value, &draft.substitution, allowed: what))
    }
  }
}
