import Diagnosis
import Speech
import Reporting
import Timeline

extension Samples {
  /// A report whose every text comes from `text`: ids and figures stay. For hostile and random texts.
  static func filled(_ text: () -> String) throws -> Report {
    var recording = try written(noCloseStream)
    recording.run.relay = text()
    recording.run.suite = text()
    recording.run.command = text()
    recording.run.toolVersion = text()
    recording.sessions[0].scenario = text()
    recording.sessions[0].audio?.transcript = text()
    if case .request(var head) = recording.events[0].kind {
      head.target = text()
      recording.events[0].kind = .request(head)
    }
    recording.events[1].kind = .note(Note(.remark, text()))
    func finding(_ severity: Severity) -> Finding {
      Finding(
        rule: "early-break", certainty: .suspected, severity: severity, party: .relay, cause: text(), summary: text(),
        remedy: text() + "\n\n```python\n" + text() + "\n```\n\n" + text(),
        evidence: [Evidence(session: 1, events: [1, 2, 3, 4, 5, 6], text: text()), Evidence(session: 1, events: [2], text: text())],
        alternatives: [
          Alternative(rule: "no-final", separateBy: .look(text())), Alternative(rule: "no-messages", separateBy: .look(text())),
        ])
    }
    var account = try account()
    for index in account.lines.indices {
      account.lines[index].into = text()
      account.lines[index].outOf = text()
    }
    for index in account.entries.indices { account.entries[index].text = text() }
    let quotes = (1...3).map { MessageQuote(event: $0, at: .seconds(1.5), text: text()) }
    var session = SessionResult(
      info: recording.sessions[0], verdict: .faulty, sentFrames: 20, sentSeconds: 2, messages: 3, results: 2, finals: 1, metadata: true,
      shape: text(), transcript: text(), wer: 0.25, firstResult: .milliseconds(120), firstFinal: .milliseconds(900),
      interimLatency: Percentiles(count: 3, p50: .milliseconds(300), p99: .milliseconds(400), max: .milliseconds(500)),
      close: CloseResult(code: 1011, reason: text(), by: .relay, frame: true),
      checks: [CheckResult(name: text(), status: .failed, detail: text(), explainedBy: "early-break")],
      firstMessages: [.client: quotes, .service: quotes])
    session.account = account
    let diagnosis = DiagnosisResult(
      verdict: .faulty, headline: text(),
      rootCauses: [RootCause(finding: finding(.error), explains: ["no-final"]), RootCause(finding: finding(.warning))],
      notices: [finding(.notice)], provoked: [finding(.error)], sessions: [session],
      checklist: ChecklistItem.Question.allCases.map { ChecklistItem($0, .no, text()) },
      measurement: Measurement(
        trustworthy: false, reasons: [text()], pacingError: Percentiles(count: 86, p50: 310_000, p99: 690_000, max: 12_345_678)),
      undecided: [Undecided(rule: "close-stream-missing", session: 1, reason: text())])
    return Report(Diagnosed(recording, RunFacts(recording), diagnosis), toolVersion: text())
  }

  /// The books of a session whose relay keeps the end of the stream to itself.
  private static func account() throws -> Account {
    struct NoBooks: Error {}
    guard let account = Diagnosis.diagnose(try written(noCloseStream)).sessions.first?.account else { throw NoBooks() }
    return account
  }

  /// A run with something of everything, its texts written here: what the goldens show does not change with a rule's wording.
  static func everything() throws -> Report {
    var recording = try written(noCloseStream)
    recording.run.suite = "standard"
    recording.run.toolVersion = "1.0.0"
    recording.run.command = "sttcheck run --relay ws://relay.test/listen"
    let info = recording.sessions[0]
    func named(_ number: Int, _ name: String, _ outcome: SessionInfo.Outcome = .completed) -> SessionInfo {
      var other = info
      other.number = number
      other.scenario = name
      other.outcome = outcome
      return other
    }
    recording.sessions = [info, named(2, "two-utterances"), named(3, "too-fast"), named(4, "hang-up", .skipped(reason: "the time was up"))]
    let missing = Finding(
      rule: "close-stream-missing", certainty: .proven, party: .relay, cause: "no CloseStream sent",
      summary: "The client said stop, and in the 15.1 s after it the relay sent the service no CloseStream.",
      remedy: "On the client's stop, tell the service:\n\n```python\nawait service.send('{\"type\": \"CloseStream\"}')\n```",
      evidence: [
        Evidence(session: 1, events: [44, 45, 47], text: "stop at 2.1 s, nothing that ends the stream after it"),
        Evidence(session: 2, events: [45], text: "stop at 2.1 s, nothing after it"),
        Evidence(session: 3, events: [45, 47], text: "the same"),
      ],
      alternatives: [])
    let slow = Finding(
      rule: "results-slow", certainty: .suspected, severity: .warning, party: .relay, cause: "results 900 ms late",
      summary: "Interims come 900 ms after the service sent them.", remedy: "Forward each message as it comes.",
      evidence: [Evidence(session: 2, events: [46], text: "1 message")],
      alternatives: [Alternative(rule: "pacing-too-fast", separateBy: .look("play `baseline` and compare"))])
    let fast = Finding(
      rule: "pacing-too-fast", certainty: .proven, party: .client, cause: "audio sent at 4.0× real time", summary: "", remedy: "",
      evidence: [Evidence(session: 3, events: [5], text: "")], provoked: true)
    let notice = Finding(
      rule: "raw-declared-for-container-audio", certainty: .proven, severity: .notice, party: .client,
      cause: "a WAV header inside raw audio",
      summary: "A RIFF header went first: 44 bytes of click, otherwise harmless.", remedy: "",
      evidence: [Evidence(session: 2, events: [6], text: "first bytes: 52 49 46 46")])
    let said = [MessageQuote(event: 46, at: .seconds(12.2), text: #"{"type":"Metadata","duration":2}"#)]
    var sessions = [
      SessionResult(
        info: recording.sessions[0], verdict: .faulty, sentFrames: 20, sentSeconds: 2,
        checks: [CheckResult(name: "finals", status: .failed, detail: "expected at least 1, found 0", explainedBy: "close-stream-missing")],
        firstMessages: [.service: said, .client: []]),
      SessionResult(
        info: recording.sessions[1], verdict: .healthy, sentFrames: 50, sentSeconds: 5.25, messages: 4, results: 3, finals: 2,
        metadata: true,
        shape: "deepgram", transcript: "tell me more and this too, word by word, to the end", wer: 0.125, firstResult: .milliseconds(1100),
        firstFinal: .milliseconds(2400),
        figures: SymptomFigures(
          firstInterim: .milliseconds(250), lastInterim: .milliseconds(310), finalAfterStop: .milliseconds(420),
          relay: Percentiles(count: 3, p50: .milliseconds(12), p99: .milliseconds(15), max: .milliseconds(15)),
          client: SymptomFigures.HopPace(
            messages: 50, factor: 0.9987, jitter: Percentiles(count: 49, p50: 120_000, p99: 900_000, max: 1_100_000),
            bytesPerSecond: 31_958.4, declaredBytesPerSecond: 32_000, longestGap: .milliseconds(101)),
          service: SymptomFigures.HopPace(messages: 50, longestGap: .milliseconds(140)),
          alignment: [.match("tell"), .deletion("me"), .insertion("him"), .substitution(expected: "more", received: "moor")]),
        close: CloseResult(code: 1000, reason: "", by: .relay, frame: true),
        checks: [CheckResult(name: "metadata", status: .passed, detail: "expected 1, found 1")]),
      SessionResult(
        info: recording.sessions[2], verdict: .healthy, sentFrames: 20, sentSeconds: 2, messages: 1, results: 1, transcript: "tell me",
        close: CloseResult(code: nil, reason: nil, by: .relay, frame: false)),
      SessionResult(info: recording.sessions[3], verdict: .inconclusive),
    ]
    var account = try account()
    for index in account.entries.indices {
      account.entries[index].text = "the client said stop at 2.1 s, and nobody told the service"
    }
    sessions[0].account = account
    account.entries = []
    for index in account.lines.indices { account.lines[index].entries = [] }
    sessions[1].account = account
    let answers: [ChecklistItem.Answer] = [.yes, .no, .unknown, .no, .yes]
    let diagnosis = DiagnosisResult(
      verdict: .faulty, headline: "0 messages, no CloseStream sent",
      rootCauses: [RootCause(finding: missing, explains: ["no-final"]), RootCause(finding: slow)], notices: [notice], provoked: [fast],
      sessions: sessions,
      checklist: zip(ChecklistItem.Question.allCases, answers).map { ChecklistItem($0, $1, "as the \($1.rawValue) says") },
      measurement: Measurement(
        trustworthy: false, reasons: ["audio left up to 120 ms late"],
        pacingError: Percentiles(count: 86, p50: 310_000, p99: 690_000, max: 120_345_678)),
      undecided: [Undecided(rule: "early-break", session: nil, reason: "no final came")])
    return Report(Diagnosed(recording, RunFacts(recording), diagnosis), toolVersion: "1.1.0")
  }

  /// Texts that a relay might send to make a report lie.
  static let hostile = [
    "\u{1B}[2J\u{1B}]0;owned\u{7}\u{9B}31m red", "line one\r\nline two\n\n# a heading\n| a | b |\n|---|---|",
    "``` \n~~~ fence ````` \n</details>",
    "`a``b```c` `|` \\| \\", "<script>alert(1)</script><img src=x onerror=y> <!-- --> &lt;",
    "@everyone #1 GH-1 https://evil.test www.evil.test :smile:",
    "[link](javascript:x) ![i](//e) *bold* _it_ ~~no~~ $x$", "\u{202E}desrever\u{2066}\u{200B}\u{FEFF}\u{2028}\u{AD}", "|||", "   ", "",
    "1. one", "- item",
    "表示 🧑‍🚀 é e\u{301}\u{301}\u{301} ﷽ 한국어", String(repeating: "long", count: 90), "a\tb\0c\u{7F}\u{85}d\u{F8FF}", "```python\nrm -rf /\n```",
  ]
}
