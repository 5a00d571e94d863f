extension Dialect {
  /// Audio as binary messages, and a stop of the profile's own: what every profile speaks that names no other.
  package static let binary: Dialect = {
    var dialect = Dialect(name: "binary", about: "audio as binary messages, then the profile's stop; what a profile without client speaks")
    dialect.takesServiceWords = true
    return dialect
  }()
}
