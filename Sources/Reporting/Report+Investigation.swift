internal import Diagnosis
internal import Timeline

extension Report {
  /// Scenarios that `--investigate` added, and why each: `alternative-stop: chosen by --investigate: …`.
  var investigated: [String] {
    recording.events.reduce(into: []) { lines, event in
      guard case .note(let note) = event.kind, note.topic == .investigation else { return }
      let line = "\(scenario(event.session) ?? "?"): \(note.text)"
      if !lines.contains(line) { lines.append(line) }
    }
  }
}
