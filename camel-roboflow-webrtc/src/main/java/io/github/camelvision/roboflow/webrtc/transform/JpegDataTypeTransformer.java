package io.github.camelvision.roboflow.webrtc.transform;

import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.media.ImageCodec;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.apache.camel.spi.DataType;
import org.apache.camel.spi.DataTypeTransformer;
import org.apache.camel.spi.Transformer;

/** A frame, or any image that converts to one, as the bytes of a JPEG. */
@DataTypeTransformer(name = "roboflow-webrtc:image-jpeg", description = "A frame as JPEG")
public class JpegDataTypeTransformer extends Transformer {

    @Override
    public void transform(Message message, DataType fromType, DataType toType) throws InvalidPayloadException {
        message.setBody(ImageCodec.encodeJpeg(message.getMandatoryBody(Frame.class), ImageCodec.JPEG_QUALITY));
        message.setHeader(Exchange.CONTENT_TYPE, "image/jpeg");
    }
}
