package io.github.camelvision.roboflow.webrtc.core.json;

import com.fasterxml.jackson.core.JsonGenerator;

/** XML has one root element, where JSON may begin with a list. */
public final class XmlRoot {

    private XmlRoot() {}

    /** Whether a list that is written now would become several roots: it needs an object around it. */
    public static boolean needed(JsonGenerator generator) {
        return generator.getOutputContext().inRoot() && generator.getCodec() != null
                && "XML".equals(generator.getCodec().getFactory().getFormatName());
    }
}
