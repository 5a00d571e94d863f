internal import Digest
internal import Machines
internal import Timeline
internal import Wire

extension Simulation {
  mutating func dial(_ node: Int, target: String, headers: [HeaderField], subprotocols: [String]) {
    let hop: Hop = nodes[node].party == .client ? .client : .service
    let link = hop == .client ? network.clientLink : network.serviceLink
    let number = connections.count + 1
    let host = "\(hop.acceptor.rawValue).test"
    var random = SplitMix64(seed: network.seed &+ UInt64(number) &* 0xD1B5_4A32_D192_ED03)
    let key = Base64.encode((0..<16).map { _ in UInt8(truncatingIfNeeded: random.next()) })
    var fields = [
      HeaderField("Host", host), HeaderField("Upgrade", "websocket"), HeaderField("Connection", "Upgrade"),
      HeaderField("Sec-WebSocket-Key", key), HeaderField("Sec-WebSocket-Version", "13"),
    ]
    if !subprotocols.isEmpty { fields.append(HeaderField("Sec-WebSocket-Protocol", subprotocols.joined(separator: ", "))) }
    // Only the relay's two neighbours are recorded.
    let observer: Party = hop == .client ? .client : .service
    let observation = Observation(session: nodes[node].session, hop: hop, connection: number, observer: observer, sink: sink)
    let keys = SeededMaskKeys(seed: random.next())
    let acceptor = acceptor(for: node)
    connections.append(
      SimulatedConnection(
        hop: hop, host: host, number: number, request: RequestHead(target: target, headers: fields + headers),
        dialler: SimulatedConnection.End(
          node: node, observation: hop == .client ? observation : nil, pipe: SimulatedPipe(link: link, seed: random.next())),
        acceptor: SimulatedConnection.End(
          node: acceptor, observation: hop == .service ? observation : nil, pipe: SimulatedPipe(link: link, seed: random.next()))))
    let connection = connections.count - 1
    let own = connections[connection][.dialler].observation
    connections[connection][.dialler].peer = Peer(role: .client, observation: own) { keys.next() }
    nodes[node].dialled = connection
    if nodes[node].reach != .unanswered { queue.push(.synAnswered(connection: connection), at: now + 2 * link.latency) }
    queue.push(.dialTimeout(connection: connection), at: now + network.dialTimeout)
    if let cutAfter = link.cutAfter { queue.push(.cut(connection: connection), at: now + cutAfter) }
  }

  /// Who is dialled: the party behind it; for a client that dials again, a fresh relay with a fresh service behind it.
  private mutating func acceptor(for node: Int) -> Int {
    nodes[node].dials += 1
    let session = nodes[node].session
    if nodes[node].dials > 1, nodes[node].party == .relay, let service = nodes[node].anotherService?(nodes[node].dials) {
      nodes.append(Node(session: session, party: .service, machine: service))
      return nodes.count - 1
    }
    guard nodes[node].dials > 1, let another = nodes[node].another else { return node + 1 }
    let next = another(nodes[node].dials)
    nodes += [
      Node(session: session, party: .relay, machine: next.relay), Node(session: session, party: .service, machine: next.service),
    ]
    nodes[nodes.count - 2].anotherService = nodes[node].anotherService
    return nodes.count - 2
  }

  /// One round trip after the dialling: somebody listens there, or nobody does.
  mutating func synAnswered(_ connection: Int) {
    guard connections[connection][.dialler].state == .handshaking else { return }
    let acceptor = connections[connection][.acceptor].node
    let reach = nodes[connections[connection][.dialler].node].reach
    if case .tlsFails(let code, let text) = reach { return fail(connection, stage: .tls, code: code, text: text) }
    guard reach != .refused, nodes[acceptor].machine != nil, !nodes[acceptor].finished else {
      return fail(connection, stage: .connect, code: "ECONNREFUSED", text: "connection refused")
    }
    let request = connections[connection].request
    connections[connection][.dialler].observation?.record(.request(request), at: now)
    connections[connection][.dialler].pipe.enqueue(.request(request))
    pump(connection, .dialler)
  }

  mutating func dialTimedOut(_ connection: Int) {
    abandon(connection, .dialler)
    let limit = "within \(DurationText.tenths(network.dialTimeout.seconds)) s"
    guard nodes[connections[connection][.dialler].node].reach != .unanswered else {
      return fail(connection, stage: .connect, code: "TIMEOUT", text: "no connection \(limit)")
    }
    fail(connection, stage: .handshake, code: "TIMEOUT", text: "no answer to the handshake \(limit)")
  }

  /// The dialler learns that it has no connection.
  mutating func fail(_ connection: Int, stage: ConnectionFailure.Stage, code: String, text: String) {
    let failure = ConnectionFailure(stage: stage, address: "\(connections[connection].host):80 (simulated)", code: code, text: text)
    connections[connection][.dialler].state = .over
    connections[connection][.dialler].observation?.record(.failed(failure), at: now)
    queue.push(.deliver(node: connections[connection][.dialler].node, .failed(failure)), at: now)
  }

  mutating func accept(_ node: Int, subprotocol: String?, headers: [HeaderField]) {
    guard let connection = nodes[node].accepted, connections[connection][.acceptor].state == .handshaking else { return }
    let key = connections[connection].request.headers["Sec-WebSocket-Key"] ?? ""
    // A machine's own is the wrong one that it wants to give.
    let accept = headers["Sec-WebSocket-Accept"] ?? WebSocketAccept.key(for: key)
    var fields = [HeaderField("Upgrade", "websocket"), HeaderField("Connection", "Upgrade"), HeaderField("Sec-WebSocket-Accept", accept)]
    if let subprotocol { fields.append(HeaderField("Sec-WebSocket-Protocol", subprotocol)) }
    let headers = headers.filter { $0.name != "Sec-WebSocket-Accept" }
    let own = connections[connection][.acceptor].observation
    connections[connection][.acceptor].peer = Peer(role: .server, observation: own) { 0 }
    connections[connection][.acceptor].state = .open
    answer(connection, ResponseHead(status: 101, reason: "Switching Protocols", headers: fields + headers))
  }

  mutating func refuse(_ node: Int, _ head: ResponseHead) {
    guard let connection = nodes[node].accepted, connections[connection][.acceptor].state == .handshaking else { return }
    answer(connection, head)
    connections[connection].recordEnd(.acceptor, ConnectionEnd(.finished, by: connections[connection].hop.acceptor), at: now)
    connections[connection][.acceptor].state = .over
  }

  private mutating func answer(_ connection: Int, _ head: ResponseHead) {
    connections[connection][.acceptor].observation?.record(.response(head), at: now)
    connections[connection][.acceptor].pipe.enqueue(.response(head))
    pump(connection, .acceptor)
  }

  mutating func requestArrived(_ head: RequestHead, _ connection: Int) {
    let node = connections[connection][.acceptor].node
    guard !nodes[node].finished else { return abandon(connection, .acceptor) }
    nodes[node].accepted = connection
    connections[connection][.acceptor].observation?.record(.request(head), at: now)
    deliver(.requested(head), to: node)
  }

  mutating func responseArrived(_ head: ResponseHead, _ connection: Int) {
    guard connections[connection][.dialler].state == .handshaking else { return }
    connections[connection][.dialler].observation?.record(.response(head), at: now)
    let node = connections[connection][.dialler].node
    let key = WebSocketAccept.key(for: connections[connection].request.headers["Sec-WebSocket-Key"] ?? "")
    if head.status == 101, let answer = head.headers["Sec-WebSocket-Accept"], answer != key {
      abandon(connection, .dialler)
      let text = "the 101 has 'Sec-WebSocket-Accept: \(answer)'; to this request's key only '\(key)' is the answer (RFC 6455 §4.1)"
      return fail(connection, stage: .handshake, code: "BAD_ACCEPT_KEY", text: text)
    }
    if head.status == 101 {
      connections[connection][.dialler].state = .open
      deliver(.opened(head), to: node)
    } else {
      connections[connection][.dialler].state = .over
      connections[connection].recordEnd(.dialler, ConnectionEnd(.finished, by: connections[connection].hop.acceptor), at: now)
      deliver(.refused(head), to: node)
    }
  }
}
