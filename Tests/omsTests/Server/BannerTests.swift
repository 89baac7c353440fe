import Testing
import oms

@Suite struct BannerTests {
    @Test func `the curl can be pasted, whatever the key`() {
        let text = Banner(address: "http://127.0.0.1:8080", key: "it's").text
        #expect(text.contains("-H 'X-API-Key: it'\\''s'"))
        #expect(text.contains("curl -sS http://127.0.0.1:8080/orders"))
    }
}
