internal import Lab
internal import Network
internal import Scenarios
internal import Store
internal import Timeline

extension SocketRun {
  /// - Returns: True where every session was played to its end.
  func playAll(_ sessions: [PlannedSession], _ course: RunCourse) async -> Bool {
    var course = course
    var played: [SessionInfo] = []
    return await withTaskGroup(of: SessionInfo.self) { tasks in
      var complete = true
      var running = 0
      let turns = Turn.all(sessions)
      for (place, turn) in turns.enumerated() {
        // From the last one nothing is learnt that would serve: it is diagnosed once, with all of them.
        let serves = place < turns.count - 1 || investigation != nil
        if !serves { memory.forget() }
        let learns = serves && course.learns(fromParallel: turn.isParallel) && !turn.isOneShot
        while running > 0, learns || running + turn.sessions.count > course.jobs, let info = await tasks.next() {
          played.append(info)
          running -= 1
        }
        guard !Task.isCancelled, writer.failure == nil else {
          complete = false
          break
        }
        if let reason = reasonToSkip(turn, course) {
          for session in turn.sessions { skip(session, reason) }
          continue
        }
        for session in turn.sessions { tasks.addTask { [session = hurried(session, course)] in await play(session) } }
        running += turn.sessions.count
        guard learns else { continue }
        while running > 0, let info = await tasks.next() {
          played.append(info)
          running -= 1
        }
        learn(from: turn, played, &course)
      }
      for await info in tasks { played.append(info) }
      if complete, course.stopped == nil { await investigate(played, course) }
      return complete && !Task.isCancelled
    }
  }

  /// Plays what parts the causes that are left, one scenario after the other, and says why.
  private func investigate(_ sessions: [SessionInfo], _ course: RunCourse) async {
    guard let investigation else { return }
    var played = sessions
    var tried = 0
    while !Task.isCancelled, writer.failure == nil {
      let next: Investigation.Step?
      do { next = try investigation.next(after: soFar(played), tried: tried) } catch {
        say("--investigate: \(error.text)")
        return
      }
      guard let step = next else { break }
      tried += 1
      say(step.reason)
      for session in step.sessions { note(.remark, step.reason, topic: .investigation, session: session.info.number) }
      await withTaskGroup(of: SessionInfo.self) { tasks in
        for session in step.sessions { tasks.addTask { [session = hurried(session, course)] in await play(session) } }
        for await info in tasks { played.append(info) }
      }
    }
    guard !Task.isCancelled, tried > 0 else { return }
    say("--investigate: \(tried == 1 ? "1 scenario" : "\(tried) scenarios") added")
  }

  /// The run as far as it was played, as if it had come to its end.
  private func soFar(_ played: [SessionInfo]) -> Recording {
    let known = played.sorted { $0.number < $1.number }.map(sink.current.session)
    return Recording(run: sink.current.run(run.asFinished), sessions: known, events: memory.events)
  }

  private func learn(from turn: Turn, _ played: [SessionInfo], _ course: inout RunCourse) {
    guard !Task.isCancelled else { return }
    let said = course.remarks.count
    course.take(soFar(played), last: turn.sessions.map(\.info.number))
    if course.isLearnt, investigation == nil { memory.forget() }
    for remark in course.remarks[said...] {
      note(.remark, remark, session: turn.sessions.first?.info.number ?? 0)
      say(remark)
    }
  }

  /// Why a scenario's precondition fell; nil where it is played.
  private func reasonToSkip(_ turn: Turn, _ course: RunCourse) -> String? {
    if let stopped = course.stopped { return stopped }
    if turn.sessions.contains(where: \.lacksRelay) { return "the profile speaks to the service itself, and this is asked of a relay" }
    if let reason = turn.sessions.lazy.compactMap(\.unspeakable).first { return reason }
    if turn.sessions.contains(where: { $0.info.misbehaviour != nil }), !playsService { return Self.needsService }
    return turn.isOneShot && oneShot == nil ? "the profile names no one_shot URL" : nil
  }

  /// Whether the service is ours to misbehave.
  private var playsService: Bool {
    switch target {
    case .builtIn: true
    case .relay(_, let side): side.map { $0.forward == nil } ?? false
    }
  }

  private static let needsService =
    "its service misbehaves on purpose, and here it is not ours to do so: play it with --service-listen, --service-proxy or --start"

  private func skip(_ session: PlannedSession, _ reason: String) {
    var info = session.info
    info.startedAt = clock.now()
    info.outcome = .skipped(reason: reason)
    writer.begin(session: sink.current.session(info))
    observer?.ended(info)
  }

  /// While sessions go one at a time, a relay that never ends them would take the whole of each wait. Where the service is made to fail, that wait
  /// is what is tried.
  private func hurried(_ session: PlannedSession, _ course: RunCourse) -> PlannedSession {
    guard run.suite != nil, course.jobs == 1, session.info.misbehaviour == nil, let patience = course.patience else { return session }
    return session.hurried(patience) ?? session
  }
}

extension RunInfo {
  /// As if it had come to its end: what is learnt in its midst is not called interrupted.
  fileprivate var asFinished: RunInfo {
    var copy = self
    copy.finished = true
    return copy
  }
}
