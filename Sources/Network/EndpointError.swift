/// A URL that names no place to connect to: what is wrong, and what to write instead.
///
/// The query never appears in the text: it may carry a token.
package struct EndpointError: Error, Sendable, Equatable, CustomStringConvertible {
  package enum Code: Sendable {
    case scheme, host, port, userinfo, fragment, target
  }

  package var code: Code
  package var text: String

  package var description: String { text }
}
