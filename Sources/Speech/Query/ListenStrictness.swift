/// How a `/v1/listen` query is taken.
package enum ListenStrictness: Sendable, Hashable {
  /// As the service takes it: what it refuses is refused.
  case asTheService
  /// Nothing is refused: a value that cannot be read counts as not given. For looking at what a relay declared.
  case lenient
}
