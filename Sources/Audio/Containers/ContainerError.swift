/// Why bytes are no container that can be read: what, at which byte, and what to do.
package struct ContainerError: Error, Sendable, Hashable, CustomStringConvertible {
  package enum Problem: Sendable, Hashable {
    /// The bytes do not begin with the container's header: a stream from its middle.
    case noHeader
    /// A track or stream of another codec.
    case notOpus(String)
    /// A header or an element that breaks its format.
    case malformed(String)
    /// A page whose checksum is not that of its bytes.
    case checksum(stated: UInt32, counted: UInt32)
    /// The bytes end inside something.
    case truncated(inside: String)
    /// Whole, and without any audio in it.
    case noAudio
  }

  package var problem: Problem
  package var container: AudioContainer
  /// Offset of the byte that the error is about.
  package var offset: Int

  package init(_ problem: Problem, in container: AudioContainer, at offset: Int) {
    self.problem = problem
    self.container = container
    self.offset = offset
  }

  package var description: String { "byte \(offset): \(what); \(remedy)" }

  var what: String {
    switch problem {
    case .noHeader: "no \(container.name) header with an Opus track before the audio"
    case .notOpus(let codec): "the audio is \(codec), read is Opus of one or two channels"
    case .malformed(let what): what
    case .checksum(let stated, let counted):
      "the page's checksum is \(Self.hex(stated)), its bytes make \(Self.hex(counted))"
    case .truncated(let inside): "the file ends inside \(inside)"
    case .noAudio: "the file holds no audio"
    }
  }

  var remedy: String {
    switch problem {
    case .noHeader: "give the recording from its beginning: the header is in the first part only"
    case .notOpus: "convert it: `ffmpeg -i in -c:a libopus out.\(container.rawValue)`"
    case .truncated, .checksum: "copy or record the file again, it is damaged"
    case .malformed, .noAudio: "write the file again: `ffmpeg -i in -c:a libopus out.\(container.rawValue)`"
    }
  }

  private static func hex(_ value: UInt32) -> String {
    let digits = String(value, radix: 16)
    return "0x" + String(repeating: "0", count: 8 - digits.count) + digits
  }
}
