internal import Timeline

/// Something between client and relay ends a connection on which nothing went for a while.
struct IdleCut: Rule {
  let id = "idle-cut"
  let group = RuleGroup.pace
  let severity = Severity.error
  let covers: [Subject] = [.of(.staying)]
  let title = "an idle timer between client and relay cut the connection"
  let why = """
    Proxies and load balancers end a connection on which nothing went for a while: nginx after 60 s, Cloudflare after 100. Some count one direction only, and while a \
    client says nothing but KeepAlive the service answers nothing, so nothing goes to the client. A session that is quiet for a minute is gone, and no code of client or \
    relay did it.
    """
  let clientView =
    "In mid-stream, after a round time in which nothing went one way (60, 100, 300 s), the connection ends, mostly without a Close frame."
  let serviceView = "The relay ends its service hop in order after that: it is alive. Nothing else shows there."
  let remedy = """
    Let the relay ping its client, so that something goes that way all the time; or set the timer higher than the longest pause:

    ```python
    web.WebSocketResponse(heartbeat=20)            # aiohttp; uvicorn --ws-ping-interval 20; websockets pings by itself
    ```

    ```js
    const timer = setInterval(() => client.ping(), 20_000);
    client.on("close", () => clearInterval(timer));
    ```

    ```nginx
    location /speech/ {
      proxy_pass http://relay;
      proxy_http_version 1.1;
      proxy_set_header Upgrade $http_upgrade;
      proxy_set_header Connection "upgrade";
      proxy_read_timeout 3600s;                    # 60 s by default
    }
    ```
    """
  let otherRemedies: [Party: String] = [
    .relay: """
    The relay itself said goodbye: its timer counts one direction only. Count what goes either way, and what the client's KeepAlives and pongs say of it:

    ```python
    async for message in client:
        session.last_seen = time.monotonic()       # whatever it is: audio, text; and in the service's loop too
    ```

    ```js
    client.on("message", () => { session.lastSeen = Date.now(); });
    client.on("pong", () => { session.lastSeen = Date.now(); });
    ```
    """
  ]
  let citation =
    "nginx, `proxy_read_timeout`: 60 s by default (of a WebSocket both ways count: measured with nginx 1.22); Cloudflare: 100 s."
  let restsOnTiming = true

  func check(_ run: RunFacts) -> RuleOutcome {
    .over(run.sessions) { session in
      guard session.client.isOpen, session.relayEnded != nil else { return .notApplicable("the relay did not end a session") }
      guard let quiet = session.quietBeforeEnd else { return .pass }
      return .findings([cut(session, quiet, run)])
    }
  }

  private func cut(_ session: SessionFacts, _ quiet: Quiet, _ run: RunFacts) -> Finding {
    let party: Party = quiet.ended.value == nil ? .network : .relay
    let how = quiet.ended.value?.text ?? "the end of the connection without a Close frame (1006)"
    let whose = quiet.round.whose.map { ", \($0)" } ?? ""
    let timer = party == .network ? "an idle timer between you and the relay\(whose)" : "an idle timer of the relay's"
    let longer = outlived(by: run, quiet, session)
    let others = [
      Alternative(
        rule: party == .network ? "relay-crashed" : "unexpected-close",
        separateBy: .look("the relay's own log at that time, and the settings of what stands in front of it"))
    ]
    return finding(
      session, longer == nil ? .suspected : .inferred, party: party,
      cause: "cut after \(seconds(quiet.length)) in which \(quiet.way.text)",
      summary: sentence(
        "Cut after \(seconds(quiet.length)) in which \(quiet.way.text), with \(how): \(timer).",
        longer.map {
          " In session \($0.info.number) the connection lived \(seconds(Self.life(of: $0))) without such a quiet: it is no limit on its age."
        } ?? "",
        isRelayAlive(session, quiet) ? " The relay is alive: it ended the service's side in order after that." : ""),
      events: [quiet.last.event, quiet.ended.event],
      evidence: "the last that went that way at \(seconds(quiet.last.at)), the end at \(seconds(quiet.ended.at))",
      alternatives: longer == nil ? others : [])
  }

  /// A session of the same run that lived longer than this one, and was not cut.
  private func outlived(by run: RunFacts, _ quiet: Quiet, _ session: SessionFacts) -> SessionFacts? {
    let life = Self.life(of: session)
    return run.sessions.first {
      $0.info.number != session.info.number && $0.client.isOpen && $0.quietBeforeEnd == nil && Self.life(of: $0) > life
    }
  }

  private static func life(of session: SessionFacts) -> Nanoseconds {
    (session.relayEnded?.at ?? session.listenedUntil) - (session.client.response?.at ?? session.client.begun)
  }

  private func isRelayAlive(_ session: SessionFacts, _ quiet: Quiet) -> Bool {
    guard let service = session.service else { return false }
    return service.endOfAudio(after: quiet.ended.at - .milliseconds(100)) != nil || service.close(by: .relay) != nil
  }

  let examples: [RuleExample] = [
    .fires(
      "sixty seconds of KeepAlives, and nothing that comes back; another session lived longer", .inferred,
      """
      \(Opening.clientHop("long-quiet", seconds: 4, audio: 2))
      ↓ 2.40      client  ← results "tell me" final start=0 duration=2
        30.0      client  → KeepAlive
        60.0      client  → KeepAlive
      ↓ 62.4      client  end fin by=relay
      session long-talk audio=linear16/16000/1 seconds=80 stop="stop"
        70.00     client  → GET /listen
        70.01     client  ← 101
        70.1-150.1 client → audio 80.0s chunk=250
        90.0      client  ← results "tell me" final start=0 duration=19
        120.0     client  ← results "more" final start=19 duration=30
        150.2     client  → text "stop"
        150.5     client  ← metadata duration=80 sha256=abc
        150.6     client  ← close 1000
      """),
    .fires(
      "the relay is alive, and there is nothing to compare it with", .suspected,
      """
      \(Opening.bothHops("long-quiet", seconds: 4, audio: 2))
        2.40      service ← results "tell me" final start=0 duration=2
      ↓ 2.41      client  ← results "tell me" final start=0 duration=2
        10.0      client  → KeepAlive
        10.0      service → KeepAlive
        18.0      client  → KeepAlive
        18.0      service → KeepAlive
        26.0      client  → KeepAlive
        26.0      service → KeepAlive
        34.0      client  → KeepAlive
        34.0      service → KeepAlive
        42.0      client  → KeepAlive
        42.0      service → KeepAlive
        50.0      client  → KeepAlive
        50.0      service → KeepAlive
        58.0      client  → KeepAlive
        58.0      service → KeepAlive
      ↓ 62.4      client  end fin by=relay
        62.5      service → CloseStream
        62.7      service ← close 1000
      """),
    .fires(
      "the relay's own timer, which counts one direction", .suspected,
      """
      \(Opening.clientHop("long-quiet", seconds: 4, audio: 2))
      ↓ 2.40      client  ← results "tell me" final start=0 duration=2
        22.0      client  → KeepAlive
      ↓ 32.4      client  ← close 1001 "idle"
      """),
    .silent(
      "no round time: a break like any other", alsoShows: ["unexpected-close"],
      """
      \(Opening.clientHop("long-quiet", seconds: 4, audio: 2))
        2.40      client  ← results "tell me" final start=0 duration=2
        30.0      client  → KeepAlive
        36.1      client  end fin by=relay
      """),
    .silent(
      "quiet for ninety seconds, and alive",
      """
      \(Opening.clientHop("long-quiet", seconds: 4, audio: 2))
        2.40      client  ← results "tell me" final start=0 duration=2
        30.0      client  → KeepAlive
        60.0      client  → KeepAlive
        92.1-94.1 client  → audio 2.0s from=2
        94.2      client  ← results "more" final start=2 duration=2
        94.3      client  → text "stop"
        94.5      client  ← metadata duration=4.0 sha256=abc
        94.6      client  ← close 1000
      """),
  ]
}
