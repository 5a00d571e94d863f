internal import Audio
package import Dialects
internal import Timeline
internal import Wire

extension Scenario {
  /// Why it makes no sense with a profile; nil where it does.
  package func whyNot(with profile: Profile) -> String? {
    if isBrowser, let header = profile.headers.first(where: { !BrowserRules.maySend(header: $0.name) }) {
      return "the profile sends the header \(header.name), which no page in a browser can: its clients are no browsers"
    }
    if profile.results?.isShared == true, clients.count > 1 {
      return
        "the results of all clients come over one connection (`results` in the profile has nothing of the session's own), and this has several"
    }
    return profile.dialect.flatMap { whyNot(in: $0) }
  }

  /// Why it makes no sense in a dialect; nil where it does.
  package func whyNot(in dialect: Dialect) -> String? {
    if let usual = dialect.usual, usual.isFixed, format != .profile, !isOneShot {
      return "\(dialect.name) carries \(usual.encoding.rawValue) at \(usual.sampleRate) Hz without a header, and this sends another format"
    }
    let ownWords = flatSteps.contains { $0 == .keepAlive || $0 == .finalize }
    if ownWords, !dialect.takesServiceWords { return "\(dialect.name) has neither KeepAlive nor Finalize, which this sends" }
    return nil
  }
}
