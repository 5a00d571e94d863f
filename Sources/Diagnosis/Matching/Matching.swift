internal import Audio
internal import Speech
internal import Timeline

/// Service connections and the clients that they may belong to.
struct Matching {
  /// From an event of the recording on, a connection belongs to a session.
  struct Turn: Equatable {
    var index: Int
    var session: Int
  }

  private let clients: [CarriedAudio]
  private let services: [CarriedAudio]
  private let infos: [Int: SessionInfo]
  private var index = ContentIndex()
  /// What clients sound like, as far as anybody asked.
  private var outlines: [Int: [Float]] = [:]
  private var taken: Set<Int> = []
  private let clientSpans: Spans
  private let serviceSpans: Spans
  /// The connections that the client of a session has opened.
  private let clientsOf: [Int: [Int]]
  /// The connections that were recorded under a session: when they were, and when those began that carry audio, in order.
  private let recorded: [Int: (connections: Spans, withAudio: [Nanoseconds])]

  /// A relay takes a moment to dial, and to flush what it has when its client has left.
  private static let slack: Nanoseconds = .seconds(2)
  /// What was kept for a client that has left comes by so much later, where the way to the service is slow there and back.
  private static let patience: Nanoseconds = .seconds(6)
  /// Bytes looked at, at each of so many places of a stream.
  private static let window = 4096
  private static let windows = 12
  /// So much of a stream is listened to.
  private static let heardSeconds = 10
  /// Connections of one client that are looked at.
  private static let most = 32

  init(clients: [CarriedAudio], services: [CarriedAudio], infos: Series<SessionInfo>) {
    self.clients = clients
    self.services = services
    self.infos = Dictionary(infos.map { ($0.number, $0) }, uniquingKeysWith: { first, _ in first })
    for (number, client) in clients.enumerated() { index.add(client.bytes, as: number) }
    clientSpans = Spans(clients.map { ($0.begun, $0.ended) })
    serviceSpans = Spans(services.map { ($0.begun, $0.ended) })
    clientsOf = Dictionary(grouping: clients.indices) { clients[$0].session }
    recorded = Dictionary(grouping: services, by: \.session).mapValues { own in
      (Spans(own.map { ($0.begun, $0.ended) }), own.filter { !$0.pieces.isEmpty }.map(\.begun).sorted())
    }
  }

  /// For each connection, whose it is, and from which event on.
  mutating func owners() -> [Int: [Turn]] {
    var owners: [Int: [Turn]] = [:]
    for service in services where !service.pieces.isEmpty { owners[service.connection] = turns(of: service) }
    let served = owners.values.flatMap { $0.map(\.session) }.reduce(into: [:]) { $0[$1, default: 0] += 1 }
    for service in services where service.pieces.isEmpty && service.isOpened { owners[service.connection] = waiting(for: service, served) }
    return owners
  }

  /// A connection belongs to whom its audio belongs to, and to nobody until it carries some: it may be kept warm for whoever comes next. Only a
  /// client whose audio went over none may have been meant by it: one that came back needs one for each time.
  ///
  /// - Parameter served: How many connections carry the audio of each session.
  private mutating func waiting(for service: CarriedAudio, _ served: [Int: Int]) -> [Turn] {
    let unserved = clients.indices.filter { client in
      clients[client].begun <= service.ended && service.begun <= clients[client].ended + Self.slack
        && served[clients[client].session, default: 0] < (clientsOf[clients[client].session]?.count ?? 1)
    }
    let own = unserved.last { clients[$0].session == service.session }
    // Under whom another was recorded, that one was meant for.
    let free = service.session == 0 ? unserved : unserved.filter { recorded[clients[$0].session] == nil }
    guard let owner = own ?? free.first(where: { !taken.contains($0) }) ?? free.first else {
      return [Turn(index: 0, session: 0)]
    }
    taken.insert(owner)
    return [Turn(index: 0, session: clients[owner].session)]
  }

  private mutating func turns(of service: CarriedAudio) -> [Turn] {
    guard let first = owner(of: service, from: 0) else { return [] }
    taken.insert(first)
    var turns = [Turn(index: 0, session: clients[first].session)]
    var current = first
    // A connection that goes on when its client is long gone has been given to another one.
    for (number, piece) in service.pieces.enumerated() where piece.at > clients[current].ended + Self.slack || number % 16 == 15 {
      guard let next = successor(of: current, service, number) else { continue }
      taken.insert(next)
      current = next
      turns.append(Turn(index: piece.index, session: clients[next].session))
    }
    return turns
  }

  /// The client that the audio from a place on belongs to: by content, then by the order of opening.
  private mutating func owner(of service: CarriedAudio, from start: Int) -> Int? {
    let end = service.pieces.last?.at ?? service.ended
    let near = clientSpans.meeting(service.begun - Self.slack, end, around: service.begun)
    // In a crowd the one that was recorded need not be among the neighbours.
    let own = (clientsOf[service.session] ?? []).filter { clients[$0].begun <= end && service.begun <= clients[$0].ended + Self.slack }
    let inTime = Set(near + own.suffix(Self.most)).sorted()
    guard !inTime.isEmpty else { return nil }
    let proven = byContent(service, inTime)
    let alike = proven.isEmpty ? bySound(service, inTime) : proven
    let sending = sendersAtFirstAudio(service, alike)
    let candidates = sending.isEmpty ? alike : sending
    let open = candidates.filter { clients[$0].begun <= service.begun && service.begun <= clients[$0].ended }
    // What was recorded stands where nothing speaks against it.
    let recorded = candidates.last { clients[$0].session == service.session }
    if let recorded, isAlone(service) { return recorded }
    // First come, first served; one that has a connection already only where no other is left.
    return (open.isEmpty ? candidates : open).first { !taken.contains($0) } ?? recorded ?? candidates.last
  }

  /// The clients that are there when the first audio of a connection comes. The one that was recorded may just have left, where it has no more
  /// connections than it has come for: its relay still sends what it kept until the service had answered.
  private func sendersAtFirstAudio(_ service: CarriedAudio, _ candidates: [Int]) -> [Int] {
    guard let first = service.pieces.first?.at else { return [] }
    let due = recorded[service.session]?.withAudio.prefix(clientsOf[service.session]?.count ?? 0)
    let isDue = due?.last.map { $0 >= service.begun } ?? false
    return candidates.filter { number in
      // Whose audio went over another connection waits for none.
      let waits = isDue && clients[number].session == service.session && !taken.contains(number)
      let patience = waits ? Self.patience : 0
      return clients[number].begun <= first && first <= clients[number].ended + patience
    }
  }

  /// True where no more connections were recorded under the same session at the same time than its client has opened: one that came back
  /// has two, and the relay may still be ending the first when it dials for the second.
  private func isAlone(_ service: CarriedAudio) -> Bool {
    guard service.session != 0 else { return false }
    let most = max(1, clientsOf[service.session]?.count ?? 0)
    // Itself is one of them.
    let connections =
      recorded[service.session]?.connections.meeting(service.begun, service.ended, around: service.begun, atMost: most + 1).count ?? 0
    return connections - 1 < most
  }

  /// The client whose audio goes on where another's ended; nil where it is still the same one's.
  private func successor(of current: Int, _ service: CarriedAudio, _ number: Int) -> Int? {
    let piece = service.pieces[number]
    let later = clientSpans.meeting(piece.at - Self.slack, piece.at, around: piece.at).filter { client in
      guard client != current else { return false }
      // One for whom the relay dialled has a connection of its own.
      let own = clients[client].begun...max(clients[client].begun, clients[client].ended)
      return serviceSpans.began(in: own.lowerBound, own.upperBound) == (own.contains(service.begun) ? 1 : 0)
    }
    guard !later.isEmpty else { return nil }
    let end = min(service.bytes.count, piece.start + 2 * Self.window)
    let votes = index.owners(of: service.bytes[piece.start..<end], among: [current] + later)
    guard votes[current] == nil || piece.at > clients[current].ended + Self.slack else { return nil }
    let heard = later.filter { votes[$0, default: 0] >= 4 }
    if heard.count == 1 { return heard[0] }
    guard piece.at > clients[current].ended + Self.slack else { return nil }
    return (heard.isEmpty ? later : heard).first { !taken.contains($0) }
  }

  /// Clients whose bytes the stream carries, those with by far the most of them.
  private func byContent(_ service: CarriedAudio, _ candidates: [Int]) -> [Int] {
    let count = service.bytes.count
    var votes: [Int: Int] = [:]
    for number in 0..<Self.windows {
      let start = count > Self.window * Self.windows ? number * (count - Self.window) / (Self.windows - 1) : number * Self.window
      guard start < count else { break }
      let window = service.bytes[start..<min(count, start + Self.window)]
      for (owner, met) in index.owners(of: window, among: candidates) { votes[owner, default: 0] += met }
      // A relay that swaps the bytes of each sample sends that client's audio all the same.
      for (owner, met) in index.owners(of: AudioComparison.swapped(Array(window.dropFirst(start % 2)))[...], among: candidates) {
        votes[owner, default: 0] += met
      }
    }
    let most = candidates.map { votes[$0, default: 0] }.max() ?? 0
    return most >= 4 ? candidates.filter { votes[$0, default: 0] * 2 > most } : []
  }

  /// Where no bytes are the same: those clients that it sounds like, and those that sent too little to tell; or all. What was recorded has to
  /// sound unlike to be none of them.
  private mutating func bySound(_ service: CarriedAudio, _ candidates: [Int]) -> [Int] {
    guard candidates.count > 1, candidates.count <= 64, let declared = format(of: service) else { return candidates }
    let heard = SoundComparison.outline(Array(service.bytes.prefix(declared.bytesPerSecond * Self.heardSeconds)), declared)
    let sounds = candidates.map { isAlike($0, heard, isRecorded: clients[$0].session == service.session) }
    guard sounds.contains(true) else { return candidates }
    return zip(candidates, sounds).filter { $1 != false }.map(\.0)
  }

  /// Nil where it can't be told.
  private mutating func isAlike(_ client: Int, _ heard: [Float], isRecorded: Bool) -> Bool? {
    let sent = outline(of: client)
    guard let comparison = SoundComparison(sent: sent, arrived: heard) else { return SoundComparison.isOneEven(sent, heard) ? false : nil }
    if isRecorded { return !comparison.isUnlike }
    guard comparison.isAlike else { return false }
    // The beginning of what another said is like it too, and so is all of it where more stands behind.
    let length = min(sent.count, Self.heardSeconds * EnvelopeFrame.rate)
    return (0.7...1.4).contains(Double(heard.count) / Double(max(1, length))) ? true : nil
  }

  /// Empty where nobody knows what a client sent.
  private mutating func outline(of client: Int) -> [Float] {
    if let known = outlines[client] { return known }
    let format = infos[clients[client].session]?.audio.flatMap { AudioFormat($0) }
    let made = format.map { SoundComparison.outline(Array(clients[client].bytes.prefix($0.bytesPerSecond * 15)), $0) } ?? []
    outlines[client] = made
    return made
  }

  private func format(of service: CarriedAudio) -> AudioFormat? {
    guard let request = service.request else { return nil }
    let parameters = ListenParameters(all: QueryString.parse(request.target).items)
    guard let encoding = parameters.encoding.flatMap(AudioFormat.Encoding.init(rawValue:)), let rate = parameters.sampleRate else {
      return nil
    }
    return AudioFormat(encoding: encoding, sampleRate: rate, channels: parameters.channels)
  }
}
