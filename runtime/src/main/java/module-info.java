/// The runtime compartment: sessions, the agent loop, tools behind their gate, and the store. It reaches nothing but
/// its three links; see ARCHITECTURE.md.
// ONNX Runtime's jar names its module and has no description of it.
@SuppressWarnings("requires-automatic")
module moltbot.runtime {
    requires moltbot.contract;
    requires java.sql;
    requires org.xerial.sqlitejdbc;
    requires org.apache.commons.compress;
    requires org.jsoup;
    requires org.commonmark;
    requires org.commonmark.ext.gfm.strikethrough;
    requires org.commonmark.ext.gfm.tables;
    requires com.microsoft.onnxruntime;
}
