internal import Diagnosis
internal import Reporting
internal import Scenarios
internal import Speech
internal import Store
internal import Timeline

/// From a recording on disk to a diagnosis, its reports, and the exit code.
struct RunReport {
  let record: String
  let run: String?
  let folder: String
  let formats: [ReportFormat]
  let failOn: RunOptions.FailOn

  /// Diagnoses, prints the story, writes the reports and leaves.
  /// - Parameter stop: Turned on, what is not done yet is left out: rules that were not asked, formats that were not written.
  func finish(quiet: Bool, verbose: Bool, ladder: Bool, stop: StopSwitch) throws {
    let report: Report
    do { report = try Self.diagnose(record, run: run, save: true, stop: stop) } catch {
      // It was there a moment ago: nobody named it wrongly.
      throw CommandFailure(code: .internalFault, text: error.text)
    }
    let story =
      quiet
      ? "\(report.diagnosis.verdict.rawValue): \(report.diagnosis.headline)"
      : TerminalRenderer(width: Console.width, colour: Console.colour, verbose: verbose, ladder: ladder).render(report)
    let onGitHub = GitHubJob.isHere || formats.contains(.github)
    Console.print(onGitHub ? GitHubRenderer.guarded(story, report) : story)
    if !quiet { Console.note("recording: \(record)") }
    var written: [String] = []
    for format in formats where !stop.isOn {
      let path = folder + "/" + format.fileName
      try Files.write(format.render(report), to: path, option: "--report")
      written.append(path)
    }
    if onGitHub { try GitHubJob.annotate(report) }
    if !quiet, !written.isEmpty { Console.note("report: \(written.joined(separator: ", "))") }
    try Self.leaveEarly(stop, without: formats.dropFirst(written.count))
    try Self.leave(report, failOn: failOn)
  }

  /// Where a signal or the deadline ended the work, says so, and leaves with the code for that.
  static func leaveEarly(_ stop: StopSwitch, without left: ArraySlice<ReportFormat> = []) throws {
    guard stop.isOn else { return }
    Console.note("ended early\(left.isEmpty ? "" : "; not written: \(left.map(\.fileName).joined(separator: ", "))")")
    throw LeaveWith(code: .interrupted)
  }

  static func diagnose(_ path: String, run: String?, save: Bool, stop: StopSwitch = StopSwitch()) throws(CommandFailure) -> Report {
    let diagnosed = Diagnosed(try read(path, run: run)) { stop.isOn }
    // A recording that can't be written to can be diagnosed all the same.
    if save { try? RecordingFile(path: path).saveFindings(run: diagnosed.recording.run.id, rows(diagnosed.result)) }
    return Report(diagnosed, toolVersion: toolVersion)
  }

  static func read(_ path: String, run: String?) throws(CommandFailure) -> Recording {
    let recording: Recording
    do { recording = try RecordingFile(path: path).recording(run: run) } catch { throw failure(error) }
    for session in recording.sessions {
      guard case .unknown(let text) = session.messages else { continue }
      let quoted = VisibleText.quote(text, limit: 40)
      Console.note("session \(session.number) has 'messages' that this sttcheck does not know (\(quoted)); they are read as with auto")
    }
    return recording
  }

  /// A recording that was named wrongly is a matter of usage, one that can't be read is not.
  static func failure(_ error: StoreError) -> CommandFailure {
    let ours: Set<StoreError.Code> = [.missingFile, .notARecording, .newerVersion, .unknownRun]
    return CommandFailure(code: ours.contains(error.code) ? .usage : .internalFault, text: error.text)
  }

  /// Leaves with the code that the verdict asks for; returns where it is 0.
  static func leave(_ report: Report, failOn: RunOptions.FailOn) throws {
    if report.interrupted { throw LeaveWith(code: .interrupted) }
    if report.diagnosis.verdict == .unreachable { throw LeaveWith(code: .unreachable) }
    // Not the relay's fault: the profile names another client than this relay has, or another place of its results.
    if report.diagnosis.noConversation != nil { throw LeaveWith(code: .usage) }
    let severities = report.diagnosis.rootCauses.map(\.finding.severity)
    let counts =
      switch failOn {
      case .error: severities.contains(.error)
      case .warning: severities.contains { $0 != .notice }
      case .never: false
      }
    if counts { throw LeaveWith(code: .findings) }
  }

  private static func rows(_ result: DiagnosisResult) -> [FindingRow] {
    (result.rootCauses.map(\.finding) + result.notices + result.provoked).map { finding in
      let evidence = finding.evidence.map { item in
        JSONValue.object([
          "session": .number(Double(item.session)), "events": .array(item.events.map { .number(Double($0)) }), "text": .string(item.text),
        ])
      }
      return FindingRow(
        rule: finding.rule, certainty: finding.certainty.rawValue, severity: finding.severity.rawValue, party: finding.party.rawValue,
        summary: finding.summary, remedy: finding.remedy, evidence: JSONValue.array(evidence).serialized(),
        session: finding.evidence.first?.session)
    }
  }
}
