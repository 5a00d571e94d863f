package import Timeline

extension StopSignal {
  /// As it stands behind `stop:`.
  package var yaml: String {
    switch self {
    case .text(let text): YAMLQuoting.text(text)
    case .emptyBinary: "empty-binary"
    case .close: "close"
    }
  }
}
