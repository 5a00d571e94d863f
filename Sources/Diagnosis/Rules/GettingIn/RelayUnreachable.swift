internal import Speech
internal import Timeline

/// No connection to the relay could be had.
struct RelayUnreachable: Rule {
  let id = "relay-unreachable"
  let group = RuleGroup.gettingIn
  let severity = Severity.error
  let covers: [Subject] = [.of(.letIn)]
  let inPlaceOfRelay = Party.service
  let title = "the relay could not be reached"
  let why = "The name does not resolve, nothing listens, or nothing answers in time. Nothing can be said of the relay's code."
  let clientView = """
    Resolving, connecting or the handshake fails or takes too long; the recording has the address that was tried and the system's own \
    error.
    """
  let serviceView = "Nothing: the relay was never reached."
  let remedy = """
    Check host, port and path of the relay's URL, that the relay is running, and that nothing between here and there (firewall, proxy, VPN) blocks it:

    ```sh
    curl -sv -o /dev/null --max-time 10 http://HOST:PORT/
    ```
    """
  let citation = "connect(2), getaddrinfo(3): the error is the system's own."

  func check(_ run: RunFacts) -> RuleOutcome {
    .over(run.sessions) { session in
      guard let failure = session.client.failure else { return .pass }
      let isHandshakeTimeout = failure.value.stage == .handshake && failure.value.code == "TIMEOUT"
      guard failure.value.stage == .resolve || failure.value.stage == .connect || isHandshakeTimeout else {
        return .notApplicable("the connection was had, the handshake was not")
      }
      // Where the run started it itself, it knows.
      let died = run.relayDied.flatMap { $0.event < failure.event ? $0 : nil }
      let refused = failure.value.code == "ECONNREFUSED"
      return .findings([
        finding(
          session, isHandshakeTimeout ? .suspected : .proven, party: refused || isHandshakeTimeout ? .relay : .network,
          cause: "\(failure.value.code) at \(failure.value.address)",
          summary: failure.value.sentence("The relay could not be reached") + (died.map { " \(capitalized($0.value.text))." } ?? ""),
          events: [failure.event] + (died.map { [$0.event] } ?? []),
          evidence:
            "\(failure.value.stage.rawValue): \(failure.value.code)\(failure.value.errno.map { " (errno \($0))" } ?? "") at \(failure.value.address)",
          alternatives: isHandshakeTimeout ? [.onTheWayIn] : [])
      ])
    }
  }

  let examples: [RuleExample] = [
    .fires(
      "connected, and no answer to the handshake", .suspected,
      """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
      ↓ 10.0      client  failed handshake TIMEOUT "no answer to the handshake within 10 s"
      """),
    .fires(
      "nothing listens", .proven,
      """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
      ↓ 0.00      client  failed connect ECONNREFUSED "connection refused"
      """),
    .fires(
      "no such name", .proven,
      """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
      ↓ 0.00      client  failed resolve EAI_NONAME "no such host"
      """),
    .fires(
      "the run started it, and it was gone before this client came", .proven,
      """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      note relay-died "the relay's process ended in the midst of the run, with exit status 7"
      ↓ 0.10      client  failed connect ECONNREFUSED "connection refused"
      """),
    .silent(
      "reached, and refused there", alsoShows: ["handshake-refused"],
      """
      session baseline audio=linear16/16000/1 seconds=2 stop="stop"
        0.00      client  → GET /listen
        0.01      client  ← 404
      """),
  ]
}
