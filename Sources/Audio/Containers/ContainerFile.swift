/// A whole WebM or Ogg with Opus in it, every byte as it is, and what is in it.
package struct ContainerFile: Sendable, Hashable {
  package var container: AudioContainer
  package var bytes: [UInt8]
  package var head: OpusHead
  package var packets: [OpusPacket]
  package var marks: AudioMarks

  /// Reads a file of which every byte is there and none is damaged.
  package init(parsing bytes: [UInt8], _ container: AudioContainer) throws(ContainerError) {
    var demuxer = OpusDemuxer(container)
    let packets = demuxer.take(bytes)
    if let error = demuxer.error { throw error }
    if let unfinished = demuxer.unfinished { throw ContainerError(.truncated(inside: unfinished), in: container, at: bytes.count) }
    guard let head = demuxer.head, let headerLength = demuxer.headerLength, packets.contains(where: { $0.samples > 0 }) else {
      throw ContainerError(.noAudio, in: container, at: bytes.count)
    }
    self.init(container: container, bytes: bytes, head: head, packets: packets, headerLength: headerLength)
  }

  init(container: AudioContainer, bytes: [UInt8], head: OpusHead, packets: [OpusPacket], headerLength: Int) {
    self.container = container
    self.bytes = bytes
    self.head = head
    self.packets = packets
    marks = AudioMarks(headerLength: headerLength, packets: packets)
  }

  /// Of its audio, without the samples that are dropped at the beginning.
  package var seconds: Double { max(0, marks.seconds - Double(head.preSkip) / Double(OpusPacket.rate)) }
}
