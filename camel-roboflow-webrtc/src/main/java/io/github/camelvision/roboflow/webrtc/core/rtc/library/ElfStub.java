package io.github.camelvision.roboflow.webrtc.core.rtc.library;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The smallest ELF shared object that a dynamic linker loads: a name (DT_SONAME) and no symbol. A library that needs a library of
 * this name is then satisfied; it must be bound lazily and never call into it.
 *
 * <pre>
 *    0  ELF64 header          64 bytes   ET_DYN, little-endian
 *   64  program headers    3 x 56 bytes  PT_LOAD (rw) over the whole file, PT_DYNAMIC, PT_GNU_STACK (rw)
 *  232  dynamic section    6 x 16 bytes  SONAME, STRTAB, SYMTAB, STRSZ, SYMENT, NULL
 *  328  symbol table          24 bytes   the null symbol
 *  352  string table                     NUL, name, NUL
 * </pre>
 *
 * Without PT_GNU_STACK glibc would make all stacks of the process executable, or refuse.
 */
final class ElfStub {

    static final int X86_64 = 62;
    static final int AARCH64 = 183;

    private static final int HEADER = 64;
    private static final int PROGRAM_HEADER = 56;
    private static final int DYNAMIC = HEADER + 3 * PROGRAM_HEADER;
    private static final int DYNAMIC_SIZE = 6 * 16;
    private static final int SYMBOLS = DYNAMIC + DYNAMIC_SIZE;
    private static final int SYMBOL_SIZE = 24;
    private static final int STRINGS = SYMBOLS + SYMBOL_SIZE;

    /** Alignment of the segment: the largest page size in use, on aarch64. */
    private static final long ALIGNMENT = 0x1_0000;

    private ElfStub() {}

    /**
     * @param machine {@link #X86_64} or {@link #AARCH64} (e_machine)
     * @param soname name of the library it stands for
     */
    static byte[] of(int machine, String soname) {
        byte[] name = soname.getBytes(StandardCharsets.US_ASCII);
        int stringsSize = name.length + 2;
        int size = STRINGS + stringsSize;
        ByteBuffer elf = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        header(elf, machine);
        programHeader(elf, 1, 0, size, ALIGNMENT);
        programHeader(elf, 2, DYNAMIC, DYNAMIC_SIZE, 8);
        programHeader(elf, 0x6474_e551, 0, 0, 16);
        dynamic(elf, 14, 1);
        dynamic(elf, 5, STRINGS);
        dynamic(elf, 6, SYMBOLS);
        dynamic(elf, 10, stringsSize);
        dynamic(elf, 11, SYMBOL_SIZE);
        dynamic(elf, 0, 0);
        elf.position(STRINGS + 1).put(name);
        return elf.array();
    }

    private static void header(ByteBuffer elf, int machine) {
        // Magic, 64-bit, little-endian, version 1, System V ABI.
        elf.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0});
        elf.putShort((short) 3).putShort((short) machine).putInt(1);
        // No entry point; program headers follow; no section headers.
        elf.putLong(0).putLong(HEADER).putLong(0);
        elf.putInt(0).putShort((short) HEADER).putShort((short) PROGRAM_HEADER).putShort((short) 3);
        elf.putShort((short) 0).putShort((short) 0).putShort((short) 0);
    }

    private static void programHeader(ByteBuffer elf, int type, long offset, long size, long alignment) {
        elf.putInt(type).putInt(6).putLong(offset).putLong(offset).putLong(offset).putLong(size).putLong(size).putLong(alignment);
    }

    private static void dynamic(ByteBuffer elf, long tag, long value) {
        elf.putLong(tag).putLong(value);
    }
}
