/// Takes the Opus packets out of either container.
package enum OpusDemuxer: Sendable {
  case webm(WebMDemuxer)
  case ogg(OggDemuxer)

  package init(_ container: AudioContainer) {
    switch container {
    case .webm: self = .webm(WebMDemuxer())
    case .ogg: self = .ogg(OggDemuxer())
    }
  }

  package var container: AudioContainer {
    switch self {
    case .webm: .webm
    case .ogg: .ogg
    }
  }

  package var head: OpusHead? {
    switch self {
    case .webm(let reader): reader.head
    case .ogg(let reader): reader.head
    }
  }

  package var error: ContainerError? {
    switch self {
    case .webm(let reader): reader.error
    case .ogg(let reader): reader.error
    }
  }

  /// Where the audio begins, once that has come.
  package var headerLength: Int? {
    switch self {
    case .webm(let reader): reader.headerLength
    case .ogg(let reader): reader.headerLength
    }
  }

  /// True where nothing will ever be decoded.
  package var isHopeless: Bool { head == nil && error != nil }

  var unfinished: String? {
    switch self {
    case .webm(let reader): reader.unfinished
    case .ogg(let reader): reader.unfinished
    }
  }

  package mutating func take(_ bytes: [UInt8]) -> [OpusPacket] {
    switch self {
    case .webm(var reader):
      defer { self = .webm(reader) }
      return reader.take(bytes)
    case .ogg(var reader):
      defer { self = .ogg(reader) }
      return reader.take(bytes)
    }
  }
}
