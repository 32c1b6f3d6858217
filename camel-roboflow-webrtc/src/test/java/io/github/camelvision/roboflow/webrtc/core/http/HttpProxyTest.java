package io.github.camelvision.roboflow.webrtc.core.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.core5.http.HttpHost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpProxyTest {

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
            "; serverless.roboflow.com; true",
            "; localhost; false",
            "; 127.0.0.1; false",
            "; ::1; false",
            "example.com; localhost; true",
            "example.com; EXAMPLE.com; false",
            "example.com; www.example.com; true",
            "*.example.com, 192.168.*; www.example.com; false",
            "*.example.com, 192.168.*; 192.168.1.9; false",
            "*.example.com|192.168.*; 10.1.1.1; true",
            "[::1]; ::1; false",
            "*; anything; false",
            "''; localhost; true"})
    void someHostsAreAskedDirectly(String nonProxyHosts, String host, boolean through) {
        HttpProxy proxy = HttpProxy.of("proxy.example", 3128, null, null, nonProxyHosts);
        for (String scheme : new String[] {"http", "https"}) {
            HttpHost found = proxy.towards(new HttpHost(scheme, host, 8080));
            assertThat(found == null ? null : found.toURI()).isEqualTo(through ? "http://proxy.example:3128" : null);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', nullValues = "-", value = {
            "proxy; -; -; -; -; proxyHost needs proxyPort",
            "proxy; 0; -; -; -; needs proxyPort, from 1 to 65535, not 0",
            "proxy; 65536; -; -; -; not 65536",
            "-; 3128; -; -; -; proxyPort needs proxyHost",
            "-; -; -; -; localhost; nonProxyHosts needs proxyHost",
            "-; -; -; secret; -; proxyAuthPassword needs proxyAuthUsername",
            "http://proxy; 3128; -; -; -; proxyHost is no host name",
            "me:secret@proxy; 3128; -; -; -; proxyHost is no host name"})
    void saysWhatIsWrong(String host, Integer port, String user, String password, String nonProxyHosts, String words) {
        assertThatThrownBy(() -> HttpProxy.of(host, port, user, password, nonProxyHosts)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(words).hasMessageNotContaining("secret");
    }

    @Test
    void credentialsAreForTheProxyAlone() {
        HttpProxy proxy = HttpProxy.of("proxy", 3128, "me", "secret", null);
        BasicCredentialsProvider credentials = new BasicCredentialsProvider();
        proxy.addCredentials(new HttpHost("https", "server", 443), credentials);
        assertThat(credentials.getCredentials(new AuthScope("proxy", 3128), null)).isNotNull();
        assertThat(credentials.getCredentials(new AuthScope("server", 443), null)).isNull();
        assertThat(proxy).hasToString("proxy:3128");
    }

    @Test
    void aServerThatIsAskedDirectlyGetsNone() {
        BasicCredentialsProvider credentials = new BasicCredentialsProvider();
        HttpProxy.of("proxy", 3128, "me", "secret", null).addCredentials(new HttpHost("http", "localhost", 80), credentials);
        assertThat(credentials.getCredentials(new AuthScope("proxy", 3128), null)).isNull();
    }

    @Test
    void nothingSaidMeansTheJvmsSettings() {
        HttpProxy proxy = HttpProxy.of(null, null, null, null, null);
        assertThat(proxy.named()).isFalse();
        assertThat(proxy.towards(new HttpHost("http", "localhost", 80))).isNull();
    }
}
