import ArgumentParser

@main
struct OMS: AsyncParsableCommand {
    func run() async throws {}
}
