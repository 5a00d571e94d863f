/// Takes the Opus packets out of either container.
package struct OpusDemuxer: Sendable {
  package let container: AudioContainer
  private var reader: any ContainerDemuxer

  package init(_ container: AudioContainer) {
    self.container = container
    reader =
      switch container {
      case .webm: WebMDemuxer()
      case .ogg: OggDemuxer()
      }
  }

  package var head: OpusHead? { reader.head }
  package var error: ContainerError? { reader.error }
  /// Where the audio begins, once that has come.
  package var headerLength: Int? { reader.headerLength }
  /// True where nothing will ever be decoded.
  package var isHopeless: Bool { reader.isHopeless }
  var unfinished: String? { reader.unfinished }

  package mutating func take(_ bytes: [UInt8]) -> [OpusPacket] { reader.take(bytes) }
}
