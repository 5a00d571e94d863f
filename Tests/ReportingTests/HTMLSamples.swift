import Diagnosis
import Reporting
import Timeline
import Wire

/// Recordings of some length, made and not written.
enum HTMLSamples {
  /// Sessions that each stream audio in chunks of 100 ms (of so many bytes) on both hops while results of usual size come back on both.
  static func long(sessions: Int, seconds: Int, interims: Int, bytes: Int = 3200) throws -> Report {
    try Samples.report(Samples.noCloseStream) { recording in
      let first = recording.sessions[0]
      recording.sessions = []
      recording.events = []
      for number in 1...sessions {
        var info = first
        info.number = number
        info.scenario = "scenario-\(number)"
        info.audio?.seconds = Double(seconds)
        recording.sessions.append(info)
        let ids = Int64(recording.events.count)
        let own = events(number, seconds: seconds, interims: interims, bytes: bytes)
        recording.events += own.enumerated().map { index, event in
          var event = event
          event.id = ids + Int64(index) + 1
          return event
        }
      }
    }
  }

  private static func events(_ session: Int, seconds: Int, interims: Int, bytes: Int) -> [Event] {
    var events: [Event] = []
    func add(_ hop: Hop, _ at: Double, _ kind: Event.Kind) {
      events.append(Event(session: session, hop: hop, connection: session * 2 + (hop == .client ? 0 : 1), at: .seconds(at), kind))
    }
    func frame(_ sender: Party, _ opcode: Opcode, _ payload: [UInt8]) -> Event.Kind {
      .frame(FrameEvent(sender: sender, frame: Frame(opcode: opcode, payload: payload)))
    }
    add(.client, 0, .request(RequestHead(target: "/listen", headers: [])))
    add(.client, 0.01, .response(ResponseHead(status: 101, reason: "Switching Protocols", headers: [])))
    add(.service, 0.02, .request(RequestHead(target: "/v1/listen?encoding=linear16&sample_rate=16000", headers: [])))
    add(.service, 0.03, .response(ResponseHead(status: 101, reason: "Switching Protocols", headers: [])))
    let chunk = [UInt8](repeating: 7, count: bytes)
    for index in 0..<(seconds * 10) {
      let at = 0.1 + Double(index) * 0.1
      add(.client, at, frame(.client, .binary, chunk))
      add(.service, at + 0.001, frame(.relay, .binary, chunk))
    }
    for index in 0..<interims {
      let at = 0.5 + Double(index) * Double(seconds) / Double(interims)
      let words = (0..<12).map { #"{"word":"word\#(index + $0)","start":\#(at),"end":\#(at + 0.2),"confidence":0.98}"# }
      let result =
        #"{"type":"Results","start":0,"duration":\#(at),"is_final":\#(index.isMultiple(of: 10)),"channel":{"alternatives":[{"transcript":"#
        + #""tell me more \#(index)","words":[\#(words.joined(separator: ","))]}]}}"#
      add(.service, at, frame(.service, .text, Array(result.utf8)))
      add(.client, at + 0.002, frame(.relay, .text, Array(result.utf8)))
    }
    add(.client, Double(seconds) + 0.3, frame(.client, .text, Array("stop".utf8)))
    add(.service, Double(seconds) + 10, frame(.service, .close, [3, 243] + Array("net0001".utf8)))
    return events.sorted { $0.at < $1.at }
  }
}
