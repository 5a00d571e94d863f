internal import Diagnosis
internal import Speech
internal import Timeline

/// What was said against what came back, word by word, under the sound of it.
enum HTMLTranscript {
  /// Words beyond which the alignment is cut.
  private static let most = 600

  static func section(_ view: HTMLSessionView) -> HTML {
    let session = view.session
    let wave = session.wave?.section(session.result.info.number, points: view.points)
    guard wave != nil || !session.transcript.isEmpty else { return .nothing }
    return HTMLSessionCard.part("Sound and transcript", [wave ?? .nothing] + session.transcript)
  }

  /// Expected, received and aligned.
  static func rows(_ session: SessionResult, _ facts: SessionFacts) -> [HTML] {
    let expected = session.info.audio?.transcript
    guard expected != nil || session.transcript != nil else { return [] }
    var rows = [
      row("Expected", expected.map { .text(Columns.fit($0, 4000)) } ?? .tag(.em, [], ["nobody wrote down what is said in this audio"])),
      row("Received", received(session.transcript)),
    ]
    var note: HTML = .nothing
    if let expected, let transcript = session.transcript {
      let result = WordErrorRate.measure(expected: expected, received: transcript)
      rows.append(row("Aligned", .group(aligned(result.alignment))))
      note = .tag(.p, [.class("dim")], [.text(summary(result, whole: session.wer != nil, facts))])
    }
    return [.tag(.dl, [.class("transcript")], rows), note]
  }

  private static func row(_ title: String, _ content: HTML) -> HTML {
    .tag(.div, [], [.tag(.dt, [], [.text(title)]), .tag(.dd, [.class("from")], [content])])
  }

  private static func received(_ transcript: String?) -> HTML {
    guard let transcript else { return .tag(.em, [], ["nothing"]) }
    return transcript.isEmpty ? .tag(.em, [], ["no words"]) : .text(Columns.fit(transcript, 4000))
  }

  /// Missing words struck through, added ones underlined, each with its name for those who hear the page.
  private static func aligned(_ words: [AlignedWord]) -> [HTML] {
    let shown = words.prefix(most).flatMap { word -> [HTML] in
      switch word {
      case .match(let word): [.text(word + " ")]
      case .deletion(let word): [missing(word), " "]
      case .insertion(let word): [added(word), " "]
      case .substitution(let expected, let received): [missing(expected), " ", added(received), " "]
      }
    }
    let rest = words.count - most
    return shown + (rest > 0 ? [.tag(.em, [], [.text("… and \(Wording.count(rest, "more word"))")])] : [])
  }

  private static func missing(_ word: String) -> HTML { .tag(.del, [], [.unseen("missing: "), .text(word)]) }

  private static func added(_ word: String) -> HTML { .tag(.ins, [], [.unseen("added: "), .text(word)]) }

  private static func summary(_ result: WERResult, whole: Bool, _ facts: SessionFacts) -> String {
    let parts = [
      (result.deletions, "missing"), (result.insertions, "added"), (result.substitutions, "replaced"),
    ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    let words = "\(Wording.count(result.expectedWords, "word")) expected"
    let figure = "Word error rate \(Wording.decimal(result.wer * 100, 1)) %: "
    let found = parts.isEmpty ? "all as expected" : Wording.list(parts)
    let part = whole ? "" : " The clip was not sent whole, so this says nothing of the recognition."
    return (whole ? figure : "") + "\(words), \(found).\(part)"
      + " Struck through is missing, underlined is added; case and punctuation don't count."
  }
}
