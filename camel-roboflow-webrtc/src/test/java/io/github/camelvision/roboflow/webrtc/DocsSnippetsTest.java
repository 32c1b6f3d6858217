package io.github.camelvision.roboflow.webrtc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.testing.DocSnippet;
import io.github.camelvision.roboflow.webrtc.testing.TestClassPath;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.camel.CamelContext;
import org.apache.camel.component.kafka.KafkaComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xml.sax.InputSource;

/** What the documentation shows works when it is copied: Java compiles, routes load with every endpoint and option, XML is well-formed. */
class DocsSnippetsTest {

    private static final Pattern ROUTES = Pattern.compile("- (from|route|rest|beans|routeConfiguration|onException):");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{[^}]*}}");
    private static final Pattern WHOLE_FILE = Pattern.compile("\\Aimport .*^public class (\\w+)", Pattern.DOTALL | Pattern.MULTILINE);
    @TempDir
    Path classes;

    static List<DocSnippet> java() throws IOException {
        return DocSnippet.of("java");
    }

    static List<DocSnippet> yaml() throws IOException {
        // without the properties of an application, which are the starter's
        return DocSnippet.of("yaml").stream().filter(snippet -> snippet.text().startsWith("- ")).toList();
    }

    static List<DocSnippet> xml() throws IOException {
        return DocSnippet.of("xml");
    }

    @Test
    void snippetsAreFound() throws IOException {
        assertThat(java()).hasSizeGreaterThan(3);
        assertThat(yaml()).hasSizeGreaterThan(1);
    }

    @ParameterizedTest
    @MethodSource("java")
    void javaCompiles(DocSnippet snippet) {
        Matcher file = WHOLE_FILE.matcher(snippet.text());
        assertThat(file.find()).as("%s is a whole file: imports, then a public class", snippet.where()).isTrue();
        String name = file.group(1);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        JavaFileObject object = new SimpleJavaFileObject(URI.create("string:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return snippet.text();
            }
        };
        String classPath = TestClassPath.get();
        List<String> options = List.of("-proc:none", "-d", classes.toString(), "-classpath", classPath);
        boolean compiled = compiler.getTask(messages, null, null, options, null, List.of(object)).call();
        assertThat(compiled).as("%s%n%s%n%s", snippet.where(), messages, snippet.text()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("yaml")
    void yamlRoutesLoad(DocSnippet snippet) throws Exception {
        String routes = ROUTES.matcher(snippet.text()).lookingAt() ? snippet.text()
                : "- from:\n    uri: direct:snippet\n    steps:\n" + snippet.text().indent(6);
        load("snippet.yaml", PLACEHOLDER.matcher(routes).replaceAll("placeholder"));
    }

    @ParameterizedTest
    @MethodSource("xml")
    void xmlIsWellFormed(DocSnippet snippet) throws Exception {
        String document = "<snippet>" + snippet.text() + "</snippet>";
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(document)));
    }

    /** Creates every endpoint and processor, and starts none. */
    private static void load(String name, String routes) throws Exception {
        try (CamelContext context = new DefaultCamelContext()) {
            context.setAutoStartup(false);
            context.getComponent("kafka", KafkaComponent.class).getConfiguration().setBrokers("localhost:9092");
            PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString(name, routes));
            context.start();
            assertThat(context.getRoutes()).isNotEmpty();
        }
    }
}
