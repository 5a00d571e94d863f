internal import Diagnosis
internal import Timeline

/// What one session comes to: figures that are known, and the scenario's expectations.
enum HTMLFigures {
  static func list(_ session: SessionResult) -> HTML {
    var figures: [(String, String)] = []
    if let seconds = session.sentSeconds {
      figures.append(("audio sent", "\(Wording.decimal(seconds, 2)) s in \(Wording.count(session.sentFrames, "frame"))"))
    }
    figures.append(("messages", "\(session.messages)"))
    figures.append(("results", session.knownResults.map { "\($0)" } ?? "not known"))
    figures.append(("finals", session.knownFinals.map { "\($0)" } ?? "not known"))
    figures.append(("Metadata", session.metadata ? "came" : "did not come"))
    if let wer = session.wer { figures.append(("word error rate", "\(Wording.decimal(wer * 100, 1)) %")) }
    if let close = session.close {
      let code = close.frame ? close.code.map { "\($0)" } ?? "1005 (no code)" : "1006 (no Close frame)"
      figures.append(("closed", code + (close.by.map { ", by the \($0.rawValue)" } ?? "")))
    } else {
      figures.append(("closed", "never"))
    }
    if let audio = session.info.audio {
      let layout = "\(audio.encoding), \(audio.sampleRate) Hz, \(Wording.count(audio.channels, "channel"))"
      figures.append(("the audio is", layout + (audio.container.map { ", in \($0)" } ?? ", headerless")))
    }
    return .tag(
      .dl, [.class("figures")], figures.map { .tag(.div, [], [.tag(.dt, [], [.text($0.0)]), .tag(.dd, [], [.text($0.1)])]) })
  }

  static func checks(_ session: SessionResult) -> HTML {
    guard !session.checks.isEmpty else { return .nothing }
    return HTMLSessionCard.part("What the scenario expects", [.tag(.ul, [.class("checks")], session.checks.map(check))])
  }

  private static func check(_ check: CheckResult) -> HTML {
    let (mark, style) =
      switch check.status {
      case .passed: ("✓", "good")
      case .failed: ("✗", "bad")
      case .skipped: ("–", "dim")
      }
    let because: [HTML] = check.explainedBy.map { [" Explained by "] + [.code($0)] + ["."] } ?? []
    return .tag(
      .li, [.class(style)],
      [
        .tag(.span, [.class("mark"), .silent], [.text(mark + " ")]),
        .tag(.strong, [], [.text("\(check.name) \(check.status.rawValue)")]), ": ",
      ] + HTMLProse.sentence(HTMLVerdict.sentence(check.detail)) + because)
  }
}
