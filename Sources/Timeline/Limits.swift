package import Wire

/// What a peer may send over one connection before it is ended: a flood is a finding, and no reason for our own memory to run out.
///
/// The defaults are far above what relays and services do that work: a message of a mebibyte, twenty pings a second and results as fast as they
/// can be read are nothing strange.
package struct Limits: Sendable, Equatable {
  /// Bytes of the head of an opening handshake.
  package var headBytes = 64 << 10
  /// Bytes of one frame.
  package var frameBytes = 16 << 20
  /// Bytes of one message, in however many frames.
  package var messageBytes = 16 << 20
  /// Frames of one message.
  package var fragments = 10_000
  /// Control frames in a second, for long; ten seconds' worth may come at once.
  package var controlRate = 100
  /// Data frames in a second, for long; ten seconds' worth may come at once.
  package var messageRate = 2000
  /// Frames of one connection.
  package var frames = 1_000_000
  /// Bytes of payload of one connection.
  package var bytes = 256 << 20
  /// Bytes that a run keeps of all its connections together, with what goes with each frame: a diagnosis holds them at once. As it fills, what
  /// one connection may send shrinks.
  package var memory = 768 << 20
  /// Whether the other side may break rules of the protocol: a debugger reads on, and records each. False: the first ends the connection, as an
  /// endpoint must do (RFC 6455 §7.1.7).
  package var takesViolations = true

  package init() {}

  /// What may be kept of one connection when so much is kept of the run already: half of what is left, so that no flood takes the room of the
  /// sessions after it, and never too little for an honest one.
  package func room(whenKept kept: Int) -> Int { max(Self.leastRoom, (memory - kept) / 2) }

  /// What a frame takes in memory, roughly, until the run is reported: text is there four times, as it came, as what was read in it, and as the
  /// words of it, which are compared.
  package static func cost(_ frame: Frame) -> Int {
    frameCost + frame.header.count + cost(of: frame.payload.count, in: frame.opcode)
  }

  /// The same of bytes in such a frame.
  package static func cost(of bytes: Int, in opcode: Opcode) -> Int { opcode == .binary ? bytes : 4 * bytes }

  /// What goes with each event.
  package static let frameCost = 320
  private static let leastRoom = 8 << 20

  /// One of them, as it is called in a profile; on the command line with `--max-` before it.
  package struct Setting {
    package var name: String
    package var unit: String
    package var place: WritableKeyPath<Limits, Int>
  }

  /// All of them, in the order of the help.
  package static var settings: [Setting] {
    [
      Setting(name: "head", unit: "bytes", place: \.headBytes), Setting(name: "frame", unit: "bytes", place: \.frameBytes),
      Setting(name: "message", unit: "bytes", place: \.messageBytes), Setting(name: "fragments", unit: "frames", place: \.fragments),
      Setting(name: "control_rate", unit: "frames", place: \.controlRate),
      Setting(name: "message_rate", unit: "frames", place: \.messageRate), Setting(name: "frames", unit: "frames", place: \.frames),
      Setting(name: "bytes", unit: "bytes", place: \.bytes), Setting(name: "memory", unit: "bytes", place: \.memory),
    ]
  }

  /// The most that any of them can be.
  package static let most = 1_000_000_000_000
}
