/// An encoding that the service takes (PROTOCOL, "Declaring the audio"). The one list of them: whatever checks, declares, reads or names one
/// draws from it.
package enum AudioEncoding: Sendable, Hashable {
  /// Samples as they are, which this tool reads and writes.
  case samples(AudioFormat.Encoding)
  case compressed(Codec)

  /// By Deepgram's names.
  package enum Codec: String, Sendable, CaseIterable {
    case flac
    case amrNarrowband = "amr-nb"
    case amrWideband = "amr-wb"
    /// A packet a message, without a container.
    case opus
    case oggOpus = "ogg-opus"
    case speex
    case g729
  }

  package static let all = AudioFormat.Encoding.allCases.map(AudioEncoding.samples) + Codec.allCases.map(AudioEncoding.compressed)

  package init?(_ name: String) {
    guard let found = Self.all.first(where: { $0.name == name }) else { return nil }
    self = found
  }

  package var name: String {
    switch self {
    case .samples(let encoding): encoding.rawValue
    case .compressed(let codec): codec.rawValue
    }
  }

  /// Its bytes tell their own sample rate; all others need to have it declared.
  package var tellsItsRate: Bool { self == .compressed(.flac) || self == .compressed(.oggOpus) }
}
