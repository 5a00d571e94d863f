/// What the simulated service does wrong on purpose in a scenario, so that one sees how the relay takes it.
///
/// It is provoked: never a finding itself. `service:` in a scenario and `--service-fault` name it; the recording carries it, and a note says
/// when it happened.
package struct Misbehaviour: Sendable, Equatable, Codable {
  /// When it happens, on each connection that it meets.
  package enum Moment: Sendable, Equatable, Codable {
    /// In place of the answer to the opening request, or from there on.
    case handshake
    /// Once so much audio has come, in nanoseconds of audio as the relay declares it.
    case audio(Nanoseconds)
    /// So long after the connection was opened.
    case open(Nanoseconds)
    /// When the relay ends the stream: CloseStream, or an empty binary message.
    case stop
  }

  package var kind: MisbehaviourKind
  package var moment: Moment
  /// How many of a session's connections it meets, from the first; nil: all.
  package var times: Int?

  /// - Parameters:
  ///   - moment: nil: as this kind has it.
  ///   - times: nil: as this kind has it.
  package init(_ kind: MisbehaviourKind, _ moment: Moment? = nil, times: Times? = nil) {
    self.kind = kind
    self.moment = moment ?? kind.usualMoment
    self.times =
      switch times {
      case .count(let count)?: count
      case .always?: nil
      case nil: kind.isLasting ? nil : 1
      }
  }

  /// How often, as it is written.
  package enum Times: Sendable, Equatable {
    case count(Int)
    case always
  }

  /// Whether a session's connection meets it.
  /// - Parameter dial: Its number, from 1.
  package func meets(dial: Int) -> Bool { times.map { dial <= $0 } ?? true }

  /// This, where a session's connection meets it.
  package func met(dial: Int) -> Misbehaviour? { meets(dial: dial) ? self : nil }

  /// As a note of the recording has it: `the service resets the connection, after 1.5 s of audio`.
  package var text: String {
    switch moment {
    case .handshake: "the service \(kind.deed)"
    case .audio(let length): "the service \(kind.deed), after \(Self.seconds(length)) s of audio"
    case .open(let length): "the service \(kind.deed), \(Self.seconds(length)) s after the handshake"
    case .stop: "the service \(kind.deed), at the end of the stream"
    }
  }

  private static func seconds(_ time: Nanoseconds) -> String {
    let hundredths = (time + 5_000_000) / 10_000_000
    let rest = hundredths % 100
    if rest == 0 { return "\(hundredths / 100)" }
    return rest % 10 == 0 ? "\(hundredths / 100).\(rest / 10)" : "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
  }
}
