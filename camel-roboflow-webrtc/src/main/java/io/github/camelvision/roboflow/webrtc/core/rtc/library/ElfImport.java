package io.github.camelvision.roboflow.webrtc.core.rtc.library;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * The functions that a shared object of Linux imports from other libraries: makes one import mean another function. Only the name of the
 * import changes, four bytes of the symbol table; code and data stay.
 */
final class ElfImport {

    private static final long MAGIC = 0x00010102464C457FL;
    private static final int LOAD = 1;
    private static final int DYNAMIC = 2;
    private static final long STRING_TABLE = 5;
    private static final long SYMBOL_TABLE = 6;
    private static final long GNU_HASH = 0x6ffffef5L;
    private static final long VERSIONS = 0x6ffffff0L;
    private static final int SYMBOL_SIZE = 24;

    private final MappedByteBuffer elf;

    private ElfImport(MappedByteBuffer elf) {
        this.elf = elf;
    }

    /**
     * Every call of {@code function} calls {@code other} instead. Both must be imports of the library, of the same version of the same
     * library.
     *
     * @param library a 64-bit little-endian shared object, which nobody has loaded yet
     * @return false when the file is none, or imports not both of them; it is unchanged then
     */
    static boolean rebind(Path library, String function, String other) throws IOException {
        try (FileChannel file = FileChannel.open(library, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            MappedByteBuffer elf = file.map(FileChannel.MapMode.READ_WRITE, 0, file.size());
            elf.order(ByteOrder.LITTLE_ENDIAN);
            return new ElfImport(elf).rebind(function, other);
        } catch (IndexOutOfBoundsException e) {
            // An offset leads out of the file: no ELF, or a damaged one, which the dynamic linker explains better.
            return false;
        }
    }

    private boolean rebind(String function, String other) {
        if ((elf.getLong(0) & 0x00FFFFFFFFFFFFFFL) != MAGIC) {
            return false;
        }
        int symbols = table(SYMBOL_TABLE);
        int strings = table(STRING_TABLE);
        int versions = table(VERSIONS);
        int hash = table(GNU_HASH);
        if (symbols < 0 || strings < 0 || versions < 0 || hash < 0) {
            return false;
        }
        // Imports come first: the hash table says where the functions begin that the library itself has.
        int imports = elf.getInt(hash + Integer.BYTES);
        int from = find(function, symbols, strings, imports);
        int to = find(other, symbols, strings, imports);
        if (from < 0 || to < 0
                || elf.getShort(versions + from * Short.BYTES) != elf.getShort(versions + to * Short.BYTES)) {
            return false;
        }
        elf.putInt(symbols + from * SYMBOL_SIZE, elf.getInt(symbols + to * SYMBOL_SIZE));
        elf.force();
        return true;
    }

    /** @return the index of the import, or -1 */
    private int find(String name, int symbols, int strings, int imports) {
        byte[] wanted = (name + '\0').getBytes(StandardCharsets.US_ASCII);
        byte[] found = new byte[wanted.length];
        for (int i = 1; i < imports; i++) {
            elf.get(strings + elf.getInt(symbols + i * SYMBOL_SIZE), found);
            if (Arrays.equals(wanted, found)) {
                return i;
            }
        }
        return -1;
    }

    /** @return where in the file the table is that the dynamic section has under this tag, or -1 */
    private int table(long tag) {
        int dynamic = segment(DYNAMIC, -1);
        for (int at = dynamic; dynamic >= 0 && elf.getLong(at) != 0; at += 2 * Long.BYTES) {
            if (elf.getLong(at) == tag) {
                return segment(LOAD, elf.getLong(at + Long.BYTES));
            }
        }
        return -1;
    }

    /** @return where in the file the segment of this type begins, or the address within one of them, or -1 */
    private int segment(int type, long address) {
        int headers = (int) elf.getLong(32);
        int size = elf.getShort(54);
        for (int i = 0, at = headers; i < elf.getShort(56); i++, at += size) {
            long offset = elf.getLong(at + 8);
            long start = elf.getLong(at + 16);
            if (elf.getInt(at) == type && (address < 0 || address >= start && address < start + elf.getLong(at + 32))) {
                return (int) (address < 0 ? offset : offset + address - start);
            }
        }
        return -1;
    }
}
