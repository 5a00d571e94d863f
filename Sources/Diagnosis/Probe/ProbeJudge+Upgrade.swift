internal import Speech
internal import Timeline

extension ProbeJudge {
  var upgrade: (ProbeStage.ID, () -> Step) {
    (
      .upgrade,
      {
        guard let client = live?.client, let request = client.request else {
          return Step(ProbeStage(.upgrade, .unreached, "not reached: the probe was ended before it"))
        }
        let asked = "GET \(request.value.target.prefix { $0 != "?" })"
        let usual = isService ? ProbeUsual.upgrade.text : nil
        if let failure = client.failure {
          return Step(
            ProbeStage(
              .upgrade, .failed, "\(asked) → \(failure.value.code): \(failure.value.text)", took: failure.at - request.at, usual: usual),
            blaming: broken(failure.value))
        }
        guard let response = client.response else {
          return Step(ProbeStage(.upgrade, .unreached, "not reached: the probe was ended before it"))
        }
        let took = response.at - request.at
        let told = RefusalWords(response.value)
        let id = told.requestID.map { " (request \(VisibleText.quote($0, limit: 60)))" } ?? ""
        guard response.value.status == 101 else {
          let text = "\(asked) → \(Self.words(response.value))\(id)"
          // Without a key it is what the service says to everybody who comes to its door.
          if isService, !sight.hasKey, response.value.status == 401, told.isTheServices {
            return Step(
              ProbeStage(
                .upgrade, slow(took) ? .doubtful : .good, text, took: took, usual: usual,
                remarks: ["That is what the service says without a key: its front is reached, and works."]))
          }
          return Step(
            ProbeStage(.upgrade, .failed, text, took: took, usual: usual, remarks: Self.whoAnswered(response.value, told)),
            blaming: refused(response.value, asked: request.value.target))
        }
        var remarks: [String] = []
        if slow(took) {
          let travel = quickest.map { ", and the way there and back takes \(seconds($0)) of it" } ?? ""
          remarks.append(
            "It takes \(seconds(took)) to let a client in\(travel)\(isService ? "" : ": does it dial the service before it answers?").")
        }
        return Step(ProbeStage(.upgrade, slow(took) ? .doubtful : .good, "\(asked) → 101\(id)", took: took, usual: usual, remarks: remarks))
      }
    )
  }

  /// There and back, once.
  private var quickest: Nanoseconds? { sight.way.calls.filter { $0.failure == nil }.map(\.took).min() }

  private func slow(_ took: Nanoseconds) -> Bool { took - (quickest ?? 0) > ProbeUsual.upgrade.most }

  /// `401 INVALID_AUTH: Invalid credentials.`, or the status with the beginning of the body.
  static func words(_ head: ResponseHead) -> String {
    let told = RefusalWords(head).words
    let body = told.isEmpty ? VisibleText.quote(Array(head.body.prefix(400)), limit: 80) : VisibleText.quote(told, limit: 160)
    return
      "\(head.status) \(VisibleText.quote(told.isEmpty ? head.reason : "", limit: 60))\(body.isEmpty ? "" : told.isEmpty ? ": \(body)" : body)"
  }

  /// What an answer says of its author.
  private static func whoAnswered(_ head: ResponseHead, _ told: RefusalWords) -> [String] {
    guard !told.isTheServices else { return [] }
    let names = ["Server", "Via", "X-Cache", "Proxy-Agent", "WWW-Authenticate", "Retry-After", "Location"].compactMap { name in
      head.headers[name].map { "\(name): \(VisibleText.quote($0.prefix { $0 != "?" }.description, limit: 80))" }
    }
    return names.isEmpty ? [] : ["The answer says of itself: \(names.joined(separator: ", "))."]
  }

  /// The opening request got no answer that can be read.
  private func broken(_ failure: ConnectionFailure) -> ProbeBlame {
    let isFar = isService && !sight.way.calls.allSatisfy { Self.isLocal($0.address) }
    let culprit: ProbeBlame.Culprit = isFar ? .proxy : isService ? .service : .relay
    let subject = isFar ? "What stands in between, or the service" : capitalized(who)
    switch failure.code {
    case "TIMEOUT":
      return ProbeBlame(
        isFar ? .service : culprit, .unreachable,
        "\(capitalized(who)): it takes the connection and does not answer the opening request.\(isService ? "" : " It hangs, or waits for something of its own: the service that it dials first?")"
      )
    case "BAD_REQUEST": return ProbeBlame(.request, .faulty, "What was asked for: \(failure.text).")
    default:
      return ProbeBlame(culprit, .unreachable, "\(subject): the opening request has no proper answer, \(failure.text).")
    }
  }

  /// Whom a refusal blames. The service's own carries its marks; another's at the service's door is somebody's in between.
  func refused(_ head: ResponseHead, asked target: String) -> ProbeBlame {
    let told = RefusalWords(head)
    let words = Self.words(head)
    let remedy = Catalogue.rule("service-refused").map { DirectWording.retell($0.remedy, of: "service-refused") }
    guard told.isTheServices || (isService && [401, 402, 429].contains(head.status)) else {
      return isService ? refusedInBetween(head, words) : refusedByRelay(head, words, asked: target)
    }
    let by = isService ? "the service refuses it" : "the relay passes on that the service refuses it"
    switch head.status {
    case 401 where !sight.hasKey:
      return ProbeBlame(.key, .faulty, "The key: none was given, and \(who) wants one (\(words)).")
    case 401, 403: return ProbeBlame(.key, .faulty, "The key: \(by) (\(words)).", remedy: remedy)
    case 402:
      return ProbeBlame(
        .plan, .faulty, "The plan: the project has no money left, says the service (\(words)).",
        remedy: "Top up the project's balance at the service, or use the key of another project.")
    case 429:
      return ProbeBlame(
        .rate, .faulty, "The rate: too many connections or requests at once, says the service (\(words)).",
        remedy:
          "Count the live sessions of this project, those of other machines too, and end what is left open; else wait, or ask for a higher limit. A relay should try again later, each time after a longer pause."
      )
    case 500...: return ProbeBlame(.service, .faulty, "The service: it fails by its own account (\(words)).", remedy: Self.statusPage)
    default:
      return ProbeBlame(
        .request, .faulty, "What was asked for: \(by) (\(words)). The key, the network and TLS are not it.", remedy: remedy)
    }
  }

  private static let statusPage =
    "Nothing here mends it: look at the service's status page, and try again. Give its support the request id, where there is one."

  private func refusedInBetween(_ head: ResponseHead, _ words: String) -> ProbeBlame {
    if head.status >= 500, head.status != 511 {
      return ProbeBlame(
        .service, .unreachable, "The service: its front answers \(words), and nothing behind it.", remedy: Self.statusPage)
    }
    return ProbeBlame(
      .proxy, .unreachable,
      "What stands in between: \(words) bears none of the service's marks (dg-error, dg-request-id), so something else answered: a proxy, a filter, a login page of the network, or another server at this address.",
      remedy:
        "Ask whoever runs the network to let WebSockets to this host pass; name a proxy that has to be asked by `proxy: http://HOST:PORT` in a profile. `curl -i https://HOST/v1/listen` shows the same answer."
    )
  }

  private func refusedByRelay(_ head: ResponseHead, _ words: String, asked target: String) -> ProbeBlame {
    let hint = HandshakeRefused.noHandler(head, asked: target).drop { $0 == "." || $0 == " " }
    let meaning =
      switch head.status {
      case 401, 403: " It wants credentials of its own, which are not the service's: `headers` or `subprotocols` in a profile."
      case 404, 405: " Nothing takes WebSockets at this path."
      case 502, 503, 504: " What stands before it can't reach it, or it can't take more."
      default: ""
      }
    return ProbeBlame(
      .relay, .unreachable, "The relay: it answers the opening request with \(words).\(meaning)\(hint.isEmpty ? "" : " \(hint)")",
      remedy: Catalogue.rule("handshake-refused")?.remedy)
  }
}
