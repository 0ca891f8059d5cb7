"""Every limit of the table reader in one place. Beyond them a file is refused with a sentence, never half read."""

MB = 1024 * 1024

# Text files
DELIMITED_BYTES = 1024 * MB
DELIMITED_ROWS = 5_000_000
LINE_CHARS = 4 * MB  # a physical line; no table of 2,000 columns comes near
CELL_CHARS = 32_000
COLUMNS = 2_000
SAMPLE_BYTES = 256 * 1024  # what the delimiter and the kind of file are judged on

# Workbooks: the zip directory
WORKBOOK_BYTES = 100 * MB
UNPACKED_BYTES = 300 * MB
UNPACK_RATIO = 100
ENTRIES = 200
RATIO_FLOOR = MB  # entries smaller than this when unpacked cannot hurt, whatever their ratio

# Workbooks: the sheet, and the child process that reads it
SHEET_ROWS = 1_048_576
SHEET_AREA = 20_000_000  # cells in the rectangle that holds all values; the parser allocates all of it
MERGE_FILL = 2_000_000  # cells filled from merged ranges
CHILD_MEMORY = 2048 * MB
CHILD_CPU_SECONDS = 60
CHILD_WALL_SECONDS = 90
CHILD_OUTPUT_BYTES = 256 * MB
