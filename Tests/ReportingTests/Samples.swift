import Diagnosis
import Reporting
import Synchronization
import Timeline
import Written

/// Recordings written by hand, and what becomes of them.
enum Samples {
  static func report(_ timeline: String, _ change: (inout Recording) -> Void = { _ in }) throws -> Report {
    var recording = try written(timeline)
    recording.run.suite = "standard"
    recording.run.toolVersion = "1.0.0"
    change(&recording)
    return Report(Diagnosed(recording), toolVersion: "1.0.0")
  }

  /// The recording of a written timeline. Most are wanted by several tests, and their audio takes longer to make than a page of them.
  static func written(_ timeline: String) throws -> Recording {
    if let known = known.withLock({ $0[timeline] }) { return known }
    let made = try WrittenTimeline(timeline).recording
    known.withLock { $0[timeline] = made }
    return made
  }

  private static let known = Mutex<[String: Recording]>([:])

  /// Name and report of each story worth reading.
  static let stories: [(name: String, timeline: String)] = [
    ("no-close-stream", noCloseStream), ("container-for-raw", containerForRaw), ("healthy", healthy), ("warning-only", warningOnly),
    ("unreachable", unreachable), ("inconclusive", inconclusive), ("two-causes", twoCauses), ("alternatives", alternatives),
    ("nothing-played", nothingPlayed), ("provoked", provoked),
  ]

  static let noCloseStream = """
    run service-hop=simulated
    session baseline audio=linear16/16000/1 seconds=2 stop="stop" utterances=1 transcript="tell me more"
      0.00      client  → GET /listen
      0.01      client  ← 101
      0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
      0.04      service ← 101
      0.10-2.10 client  → audio 2.0s
      0.11-2.11 service → audio 2.0s
      2.12      client  → text "stop"
      12.2      service ← metadata duration=2 sha256=incomplete
      12.2      service ← close 1011 "Deepgram did not receive audio data or a text message within the timeout window. See https://dpgr.am/net0001"
      17.2      note wait-expired "closed within 15 s"
    """

  static let containerForRaw = """
    run service-hop=simulated
    session baseline audio=linear16/44100/1 seconds=2 stop="stop" transcript="tell me more"
      0.00      client  → GET /listen
      0.01      client  ← 101
      0.02      service → GET /v1/listen?container=wav&interim_results=true
      0.04      service ← 101
      0.10-2.10 client  → audio 2.0s
      0.11-2.11 service → audio 2.0s
      2.12      client  → text "stop"
      2.13      service → CloseStream
      2.20      service ← metadata duration=0 channels=0 sha256=abc
      2.21      client  ← metadata duration=0 channels=0 sha256=abc
      2.22      service ← close 1000
      2.23      client  ← close 1000
    """

  static let healthy = """
    run service-hop=simulated
    session baseline audio=linear16/16000/1 seconds=5 stop="stop" utterances=2 transcript="tell me more and this too"
      0.00      client  → GET /listen
      0.01      client  ← 101
      0.02      service → GET /v1/listen?encoding=linear16&sample_rate=16000
      0.04      service ← 101
      0.10-5.10 client  → audio 5.0s
      0.11-5.11 service → audio 5.0s
      1.20      service ← results "tell me" interim start=0 duration=1
      1.21      client  ← results "tell me" interim start=0 duration=1
      2.50      service ← results "tell me more" final start=0 duration=2
      2.51      client  ← results "tell me more" final start=0 duration=2
      5.12      client  → text "stop"
      5.13      service → CloseStream
      5.30      service ← results "and this too" final start=3 duration=2
      5.31      client  ← results "and this too" final start=3 duration=2
      5.32      service ← metadata duration=5.0 channels=1
      5.33      client  ← metadata duration=5.0 channels=1
      5.34      service ← close 1000
      5.35      client  ← close 1000
    """

  static let warningOnly = """
    session baseline audio=linear16/16000/1 seconds=2 stop="stop" utterances=1 transcript="tell me more"
      0.00      client  → GET /listen
      0.01      client  ← 101
      0.10-2.10 client  → audio 2.0s
      2.12      client  → text "stop"
      2.30      client  ← results "tell me more" final start=0 duration=2
      2.31      client  ← metadata duration=2 channels=1
      2.32      client  end fin by=relay
    """

  static let unreachable = """
    session baseline audio=linear16/16000/1 seconds=2 stop="stop"
      0.01      client  failed connect ECONNREFUSED
    """

  static let inconclusive = """
    session baseline audio=linear16/16000/1 seconds=2 stop="stop"
      0.00      client  → GET /listen
      0.01      client  ← 101
      0.10-2.10 client  → audio 2.0s
      1.00      client  ← message "{'qux':[1,2]}"
      2.12      client  → text "stop"
      2.31      client  ← close 1000
    """

  static let twoCauses = """
    run service-hop=simulated
    session baseline audio=linear16/44100/1 seconds=2 stop="stop" transcript="tell me more"
      0.00      client  → GET /listen
      0.01      client  ← 101
      0.02      service → GET /v1/listen?container=wav
      0.04      service ← 101
      0.10-2.10 client  → audio 2.0s
      0.11-2.11 service → audio 2.0s
      2.12      client  → text "stop"
      12.2      service ← metadata duration=0 channels=0 sha256=incomplete
      12.2      service ← close 1011 "See https://dpgr.am/net0001"
      17.2      note wait-expired "closed within 15 s"
    """

  static let alternatives = """
    session baseline audio=linear16/16000/1 seconds=2 stop="stop"
      0.00      client  → GET /listen
      0.01      client  ← 101
      0.10-2.10 client  → audio 2.0s
      2.12      client  → text "stop"
      2.33      client  ← close 1000
    session baseline audio=linear16/16000/1 seconds=2 stop="stop"
      3.00      client  → GET /listen
      3.01      client  ← 101
      3.10-5.10 client  → audio 2.0s
      5.12      client  → text "stop"
      5.33      client  ← close 1000
    """

  static let provoked = """
    session too-fast audio=linear16/16000/1 seconds=4 stop="stop" provokes=pacing-too-fast utterances=1
      0.00      client  → GET /listen
      0.01      client  ← 101
      0.10-1.10 client  → audio 4.0s
      1.12      client  → text "stop"
      1.30      client  ← results "tell me more" final start=0 duration=4
      1.31      client  ← metadata duration=4 channels=1
      1.32      client  ← close 1000
    """

  static let nothingPlayed = "run service-hop=unseen"
}
