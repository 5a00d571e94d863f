internal import Machines
package import NIOCore
internal import NIOPosix
package import Timeline

/// Tries the way to a place before anything is asked there: the name, then each of its addresses by itself.
package enum WayProbe {
  /// Addresses of one name that are called, at the most.
  package static let mostCalls = 16

  /// - Parameters:
  ///   - endpoint: Where TCP connects to: the place itself, what stands in for it, or a proxy.
  ///   - timeout: For the lookup, and for all calls together, which go side by side.
  package static func lookUp(
    _ endpoint: Endpoint, within timeout: Nanoseconds, clock: RunClock, on loop: any EventLoop
  ) async -> (lookup: ProbedWay.Lookup?, calls: [ProbedWay.Call]) {
    if let literal = try? SocketAddress(ipAddress: endpoint.host, port: endpoint.port) {
      return (nil, [await call(literal, endpoint, within: timeout, clock: clock, on: loop)])
    }
    let (lookup, addresses) = await resolve(endpoint, within: timeout, clock: clock, on: loop)
    let calls = await withTaskGroup(of: (Int, ProbedWay.Call).self) { group in
      for (index, address) in addresses.prefix(mostCalls).enumerated() {
        group.addTask { (index, await call(address, endpoint, within: timeout, clock: clock, on: loop)) }
      }
      var calls: [(Int, ProbedWay.Call)] = []
      for await call in group { calls.append(call) }
      return calls.sorted { $0.0 < $1.0 }.map(\.1)
    }
    return (lookup, calls)
  }

  private static func resolve(
    _ endpoint: Endpoint, within timeout: Nanoseconds, clock: RunClock, on loop: any EventLoop
  ) async -> (ProbedWay.Lookup, [SocketAddress]) {
    let begun = clock.now()
    let answer = loop.makePromise(of: Result<[SocketAddress], ResolveFailure>?.self)
    // The resolver can't be called off; its answer is not waited for any more.
    let limit = loop.scheduleTask(in: .nanoseconds(timeout)) { answer.succeed(nil) }
    NIOThreadPool.singleton.submit { _ in
      let found = AddressResolver.lookUp(endpoint.host, endpoint.port)
      answer.succeed(found)
    }
    let found = (try? await answer.futureResult.get()).flatMap { $0 }
    limit.cancel()
    let took = clock.now() - begun
    switch found {
    case .success(let addresses):
      // One of each: the resolver may name an address for every kind of socket.
      var known: Set<String> = []
      let different = addresses.filter { known.insert(ConnectFailure.text($0)).inserted }
      let failure = different.isEmpty ? ConnectFailure.withoutAddress(endpoint) : nil
      return (
        ProbedWay.Lookup(host: endpoint.host, addresses: different.map { $0.ipAddress ?? "?" }, took: took, failure: failure), different
      )
    case .failure(let failure):
      return (ProbedWay.Lookup(host: endpoint.host, took: took, failure: ConnectFailure.unresolved(failure, endpoint)), [])
    case nil:
      let error = ConnectionFailure(
        stage: .resolve, address: endpoint.authority, code: "TIMEOUT",
        text: "the resolver did not answer for '\(endpoint.host)' within \(timeout.seconds) s")
      return (ProbedWay.Lookup(host: endpoint.host, took: took, failure: error), [])
    }
  }

  /// Opens a TCP connection to an address and ends it again.
  private static func call(
    _ address: SocketAddress, _ endpoint: Endpoint, within timeout: Nanoseconds, clock: RunClock, on loop: any EventLoop
  ) async -> ProbedWay.Call {
    let text = ConnectFailure.text(address)
    let begun = clock.now()
    do {
      let channel = try await ClientBootstrap(group: loop).connectTimeout(.nanoseconds(timeout)).connect(to: address).get()
      let took = clock.now() - begun
      try? await channel.close()
      return ProbedWay.Call(address: text, took: took)
    } catch {
      var place = endpoint
      place.host = address.ipAddress ?? endpoint.host
      place.port = address.port ?? endpoint.port
      return ProbedWay.Call(
        address: text, took: clock.now() - begun, failure: ConnectFailure.make(error, endpoint: place, timeout: timeout))
    }
  }
}
