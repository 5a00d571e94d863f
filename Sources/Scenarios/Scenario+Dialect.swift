package import Dialects

extension Scenario {
  /// Why it makes no sense in a dialect; nil where it does.
  package func whyNot(in dialect: Dialect) -> String? {
    if let usual = dialect.usual, usual.isFixed, format != .profile, !isOneShot {
      return "\(dialect.name) carries \(usual.encoding) at \(usual.sampleRate) Hz without a header, and this sends another format"
    }
    let ownWords = flatSteps.contains { $0 == .keepAlive || $0 == .finalize }
    if ownWords, !dialect.takesServiceWords { return "\(dialect.name) has neither KeepAlive nor Finalize, which this sends" }
    return nil
  }
}
