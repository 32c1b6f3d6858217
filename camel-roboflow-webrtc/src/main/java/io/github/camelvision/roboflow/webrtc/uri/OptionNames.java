package io.github.camelvision.roboflow.webrtc.uri;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.EndpointUriFactory;

/** The options that an endpoint has. */
public final class OptionNames {

    private static final int TYPING_ERRORS = 2;
    private static final int SHORTEST = 5;
    private static final Set<String> ALWAYS = Set.of("hash", "autowiredEnabled");

    private final Map<String, String> options = new HashMap<>();
    private final Set<String> secrets = new LinkedHashSet<>();
    private final Collection<String> prefixes;
    private final String urlOption;

    /**
     * @param options names
     * @param secrets those whose values are secret
     * @param prefixes that the names of further options begin with, with their dot
     * @param urlOption the option whose value is a URL of any kind; null: none
     */
    public OptionNames(Collection<String> options, Collection<String> secrets, Collection<String> prefixes, String urlOption) {
        options.forEach(name -> this.options.put(UriPair.plain(name), name));
        ALWAYS.forEach(name -> this.options.put(UriPair.plain(name), name));
        secrets.forEach(name -> this.secrets.add(UriPair.plain(name)));
        this.prefixes = prefixes;
        this.urlOption = urlOption;
    }

    /**
     * The options of a component's endpoints.
     *
     * @param scheme of the component
     */
    public static OptionNames of(CamelContext context, String scheme, String urlOption) {
        EndpointUriFactory factory = context.getCamelContextExtension().getEndpointUriFactory(scheme);
        return new OptionNames(factory.propertyNames(), factory.secretPropertyNames(), factory.multiValuePrefixes().values(), urlOption);
    }

    String urlOption() {
        return urlOption;
    }

    boolean isUrl(String name) {
        return urlOption != null && UriPair.plain(name).equals(UriPair.plain(urlOption));
    }

    boolean isOption(String name) {
        return options.containsKey(UriPair.plain(name)) || prefixes.stream().anyMatch(name::startsWith);
    }

    boolean isSecret(String name) {
        return secrets.contains(UriPair.plain(name));
    }

    boolean hasPrefix(String name) {
        return prefixes.stream().anyMatch(name::startsWith);
    }

    /** Neither an option, nor one that is misspelt: a parameter of another URL. */
    boolean isForeign(String name) {
        return !isOption(name) && meant(name) == null;
    }

    /** For messages: " (did you mean …?)", or nothing. */
    String similar(Iterable<String> unknown) {
        for (String name : unknown) {
            if (meant(name) != null) {
                return " (did you mean " + meant(name) + "?)";
            }
        }
        return "";
    }

    private String meant(String name) {
        String plain = UriPair.plain(name);
        if (plain.length() < SHORTEST) {
            return null;
        }
        return options.keySet().stream().filter(option -> distance(option, plain) <= TYPING_ERRORS).map(options::get).sorted().findFirst()
                .orElse(null);
    }

    /** Letters to add, leave out or change, up to what counts. */
    private static int distance(String a, String b) {
        if (Math.abs(a.length() - b.length()) > TYPING_ERRORS) {
            return TYPING_ERRORS + 1;
        }
        int[] above = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, 1 + Math.min(above[j], row[j - 1]));
            }
            above = row;
        }
        return above[b.length()];
    }
}
