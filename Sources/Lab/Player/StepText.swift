internal import Scenarios
internal import Speech
internal import Timeline

/// Steps in words, for notes and the live display.
enum StepText {
  static func describe(_ step: Step, stop: StopSignal, streamSeconds: Double) -> String {
    switch step {
    case .connect: "connect"
    case .stream(let streaming): "stream \(tenths(streamSeconds)) s \(rhythm(streaming.rhythm))"
    case .stop: "stop: \(signal(stop))"
    case .pause(let length): "pause \(tenths(length.seconds)) s"
    case .await(let awaited, let within): "await \(name(awaited)) within \(tenths(within.seconds)) s"
    case .close(let code, let reason): reason.isEmpty ? "close \(code)" : "close \(code) \(reason)"
    case .vanish: "vanish"
    case .keepAlive: "keepAlive"
    case .finalize: "finalize"
    case .alternativeStop(let signal): "stop: \(self.signal(signal))"
    case .send(let sending): "send \(self.sending(sending))"
    case .ping(let payload): payload.isEmpty ? "ping" : "ping of \(payload.count) bytes"
    case .read(let reading): reading ? "read again" : "stop reading"
    case .reconnect: "reconnect"
    case .repeat(let times, let steps): "repeat \(steps.count) steps \(times) times"
    case .oneShot(let within): "one-shot within \(tenths(within.seconds)) s"
    case .parallel(let clients, _): "\(clients.count) clients side by side"
    }
  }

  /// What of a step's note is gone by.
  static func topic(_ step: Step) -> Note.Topic? {
    switch step {
    case .stop, .alternativeStop: .stop
    case .read(let reading): reading ? .readAgain : .stopReading
    case .await(.closed, _): .awaitClosed
    default: nil
    }
  }

  private static func sending(_ sending: Sending) -> String {
    switch sending {
    case .text(let text): "text \"\(text.prefix(40))\(text.count > 40 ? "…" : "")\""
    case .binary(let bytes): bytes.isEmpty ? "an empty binary message" : "\(bytes.count) bytes"
    case .zeros(let count): "\(count) zero bytes"
    case .raw(let bytes): "\(bytes.count) raw bytes"
    }
  }

  static func name(_ awaited: Awaited) -> String {
    switch awaited {
    case .closed: "closed"
    case .final: "final"
    case .metadata: "metadata"
    case .message: "message"
    case .matching(let condition): "a message with \(condition.json.serialized())"
    case .pong: "pong"
    case .silence: "silence"
    }
  }

  /// A number with at most one decimal: `2.9`, `10`.
  static func tenths(_ value: Double) -> String {
    let rounded = Int((value * 10).rounded())
    return rounded % 10 == 0 ? "\(rounded / 10)" : "\(rounded / 10).\(abs(rounded % 10))"
  }

  private static func rhythm(_ rhythm: Streaming.Rhythm) -> String {
    switch rhythm {
    case .pace(let factor): "at pace \(tenths(factor))"
    case .fixedSleep(let sleep): "sleeping \(tenths(sleep.seconds * 1000)) ms after each chunk"
    case .burst(let length): "in bursts of \(tenths(length.seconds)) s"
    }
  }

  private static func signal(_ stop: StopSignal) -> String {
    switch stop {
    case .text(let text): "text \"\(text)\""
    case .emptyBinary: "an empty binary message"
    case .close: "a Close frame"
    }
  }
}
