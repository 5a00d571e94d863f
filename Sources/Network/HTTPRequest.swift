package import NIOCore
internal import Digest
internal import Machines
package import Timeline

/// One HTTP request and its answer: a login, or a relay's one-shot endpoint. HTTP/1.1, a connection of its own, no redirects.
package struct HTTPRequest: Sendable {
  package var endpoint: Endpoint
  package var method: String
  package var headers: [HeaderField]
  package var body: [UInt8]
  package var options: DialOptions
  /// The most of the answer's body that is kept.
  package var bodyLimit: Int

  package init(
    endpoint: Endpoint, method: String = "GET", headers: [HeaderField] = [], body: [UInt8] = [], options: DialOptions = DialOptions(),
    bodyLimit: Int = 1 << 20
  ) {
    self.endpoint = endpoint
    self.method = method
    self.headers = headers
    self.body = body
    self.options = options
    self.bodyLimit = bodyLimit
  }

  /// `Basic` and what follows it, of `user:password` (RFC 7617).
  package static func basic(_ credentials: String) -> String { "Basic " + Base64.encode(Array(credentials.utf8)) }

  /// The request's head as it goes out.
  package var head: RequestHead {
    var all: [HeaderField] = []
    if headers["Host"] == nil { all.append(HeaderField("Host", endpoint.hostHeader)) }
    all += headers
    if headers["Accept"] == nil { all.append(HeaderField("Accept", "*/*")) }
    if !body.isEmpty || method == "POST" { all.append(HeaderField("Content-Length", "\(body.count)")) }
    all.append(HeaderField("Connection", "close"))
    return RequestHead(method: method, target: endpoint.target, headers: all)
  }

  /// Asks, and waits for the whole answer. Whatever goes wrong on the way is a value; a cancelled task gets `CANCELLED`.
  package func answer(clock: RunClock, on loop: any EventLoop) async -> Result<ResponseHead, ConnectionFailure> {
    let plan = DialPlan(endpoint: endpoint, options: options, observation: nil)
    let seat = NIOLoopBoundBox.makeBoxSendingValue(Seat.empty, eventLoop: loop)
    let cancelled = ConnectionFailure(stage: .connect, address: endpoint.authority, code: "CANCELLED", text: "the request was given up")
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        loop.execute {
          if case .cancelled = seat.value { return continuation.resume(returning: .failure(cancelled)) }
          let dialler = Dialler(plan: plan, request: head, body: body, bodyLimit: bodyLimit, loop: loop, clock: clock) { outcome in
            seat.value = .empty
            switch outcome {
            case .refused(let response): continuation.resume(returning: .success(response))
            case .failed(let failure): continuation.resume(returning: .failure(failure))
            case .connected(let channel):
              channel.close(promise: nil)
              continuation.resume(returning: .failure(cancelled))
            case .opened(let socket, let response, _):
              socket.close()
              continuation.resume(returning: .success(response))
            }
          }
          seat.value = .taken(dialler, continuation)
          dialler.start()
        }
      }
    } onCancel: {
      loop.execute {
        guard case .taken(let dialler, let continuation) = seat.value else {
          seat.value = .cancelled
          return
        }
        seat.value = .empty
        dialler.cancel()
        continuation.resume(returning: .failure(cancelled))
      }
    }
  }

  /// Where a cancellation finds the request.
  private enum Seat {
    case empty, cancelled
    case taken(Dialler, CheckedContinuation<Result<ResponseHead, ConnectionFailure>, Never>)
  }
}
