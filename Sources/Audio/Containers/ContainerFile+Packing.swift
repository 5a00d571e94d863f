extension ContainerFile {
  /// Packets in a container, as a recorder streams it.
  package init(packing given: [OpusPacket], _ head: OpusHead, in container: AudioContainer) {
    var bytes: [UInt8] = []
    var packets: [OpusPacket] = []
    func add(_ block: [UInt8], _ own: ArraySlice<OpusPacket>) {
      bytes += block
      packets += own.map { OpusPacket($0.bytes, end: bytes.count) }
    }
    let headerLength: Int
    switch container {
    case .webm:
      var muxer = WebMMuxer()
      bytes = muxer.header(head)
      headerLength = bytes.count
      for packet in given { add(muxer.block(packet), [packet]) }
    case .ogg:
      var muxer = OggMuxer()
      bytes = muxer.header(head)
      headerLength = bytes.count
      for from in stride(from: 0, to: given.count, by: OggMuxer.together) {
        let own = given[from..<min(given.count, from + OggMuxer.together)]
        add(muxer.page(Array(own), isLast: own.endIndex == given.endIndex), own)
      }
    }
    self.init(container: container, bytes: bytes, head: head, packets: packets, headerLength: headerLength)
  }
}
