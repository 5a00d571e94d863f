internal import Diagnosis
internal import Timeline

/// How it was measured, whether its times can be trusted, how to play it again, and who says so.
enum HTMLFoot {
  static func footer(_ report: Report) -> HTML {
    .tag(.footer, [], [.tag(.h2, [.id("measured")], ["How it was measured"])] + measured(report) + again(report) + versions(report))
  }

  /// One sentence for those in a hurry.
  static func trust(_ report: Report) -> String {
    let measurement = report.diagnosis.measurement
    guard measurement.trustworthy else { return "No: see how it was measured. No finding rests on its times." }
    guard let error = measurement.pacingError else { return "Yes; no audio was sent on a schedule." }
    guard error.max > 0 else { return "Yes: every send left on its time." }
    return "Yes: 99 of 100 sends left within \(Wording.span(error.p99)) of their time."
  }

  private static func measured(_ report: Report) -> [HTML] {
    let measurement = report.diagnosis.measurement
    var parts: [HTML] = [
      .tag(
        .p, [],
        [
          .text(
            measurement.trustworthy
              ? "The times of this run can be trusted." : "The times of this run can't be trusted, and no finding rests on them:")
        ])
    ]
    if !measurement.reasons.isEmpty { parts.append(.tag(.ul, [], measurement.reasons.map { .tag(.li, [], HTMLProse.sentence($0)) })) }
    if let error = measurement.pacingError {
      parts.append(
        .tag(
          .p, [],
          [
            .text(
              "Lateness of \(Wording.count(error.count, "paced send")) against the schedule: half within \(Wording.span(error.p50)), "
                + "99 of 100 within \(Wording.span(error.p99)), the worst \(Wording.span(error.max)).")
          ]))
    } else {
      parts.append(.tag(.p, [], ["No audio was sent on a schedule, so there is no pacing error to tell."]))
    }
    let shapes = Set(report.diagnosis.sessions.compactMap(\.shapeRead)).sorted()
    if !shapes.isEmpty { parts.append(.tag(.p, [], ["What came back was read as "] + HTMLCauses.list(shapes.map { .code($0) }) + ["."])) }
    parts.append(
      .tag(
        .p, [],
        [
          "Times are on one monotonic clock, in seconds since the run began. Each frame is dated when sttcheck sent or received it, on either hop. Secrets were taken out before anything was recorded."
        ]))
    return parts
  }

  private static func again(_ report: Report) -> [HTML] {
    guard !report.run.command.isEmpty else { return [] }
    return [
      .tag(.div, [.class("bar")], [.tag(.h3, [], ["Run it again"]), HTMLCauses.copy("command", "Copy the command")]),
      .tag(.div, [.id("command")], [.block([report.run.command])]),
    ]
  }

  private static func versions(_ report: Report) -> [HTML] {
    let run = report.run
    return [
      .tag(.h3, [], ["Versions"]),
      .tag(
        .p, [],
        [
          "Recorded by sttcheck ", .code(run.toolVersion), ", judged by ", .code(report.diagnosedBy), "; run ", .code(run.id),
          .text(", seed \(run.seed), started \(run.startedAt)."),
        ]),
    ]
  }
}
