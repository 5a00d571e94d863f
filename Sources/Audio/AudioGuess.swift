/// What the first bytes of a stream really are.
package enum AudioGuess: String, Sendable, Hashable, CaseIterable {
  /// RIFF, which in practice is a WAV.
  case riff
  case ogg
  /// EBML: WebM or Matroska.
  case ebml
  case flac
  /// An ID3 tag, or MPEG audio frames.
  case mp3
  /// AAC in ADTS frames.
  case aac
  /// ISO media (`ftyp`): MP4, M4A.
  case mp4
  /// AMR or AMR-WB with its file header.
  case amr
  case json
  case base64
  /// Any other text.
  case text
  /// Signed 16-bit, little endian.
  case linear16
  case linear16BigEndian
  /// Little-endian linear16 that begins in the middle of a sample.
  case linear16OffByOne
  case mulaw
  case alaw
  /// 32-bit IEEE float, little endian.
  case linear32
  /// Digital silence: sound, but of no telling encoding.
  case silence
  /// Nothing that could be told with confidence.
  case unknown

  /// A format whose header says what is inside, so that a stream of it must carry no declaration.
  package var isContainer: Bool {
    switch self {
    case .riff, .ogg, .ebml, .flac, .mp3, .aac, .mp4, .amr: true
    default: false
    }
  }

  /// Headerless samples.
  package var isRaw: Bool {
    switch self {
    case .linear16, .linear16BigEndian, .linear16OffByOne, .mulaw, .alaw, .linear32: true
    default: false
    }
  }

  /// The encoding that a stream of these bytes must be declared with; nil where there is none.
  package var encoding: AudioFormat.Encoding? {
    switch self {
    case .linear16: .linear16
    case .linear32: .linear32
    case .mulaw: .mulaw
    case .alaw: .alaw
    default: nil
    }
  }

  /// The name in a sentence.
  package var name: String {
    switch self {
    case .riff: "a RIFF (WAV) header"
    case .ogg: "an Ogg stream"
    case .ebml: "WebM or Matroska"
    case .flac: "FLAC"
    case .mp3: "MP3"
    case .aac: "AAC (ADTS)"
    case .mp4: "MP4"
    case .amr: "AMR"
    case .json: "JSON"
    case .base64: "base64 text"
    case .text: "text"
    case .linear16: "raw linear16 samples"
    case .linear16BigEndian: "raw 16-bit samples in big-endian order"
    case .linear16OffByOne: "raw linear16 samples shifted by one byte"
    case .mulaw: "raw µ-law samples"
    case .alaw: "raw A-law samples"
    case .linear32: "raw 32-bit float samples"
    case .silence: "silence"
    case .unknown: "nothing known"
    }
  }
}
