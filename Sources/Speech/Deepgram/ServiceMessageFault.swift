/// Why some bytes are not a message of the service.
package enum ServiceMessageFault: Error, Sendable, Hashable, CustomStringConvertible {
  /// They are not JSON.
  case notJSON(JSONFault)
  /// They are JSON of another shape: `path` (`channel.alternatives.0`) is where it differs.
  case shape(path: String, text: String)

  package var description: String {
    switch self {
    case .notJSON(let fault): "not JSON: \(fault)"
    case .shape(let path, let text): path.isEmpty ? text : "\(path): \(text)"
    }
  }
}
