-- What each format needs beside pandoc's own: the picture of its kind, the abstract as metadata, the marked passages,
-- and figures with their alt text, which pandoc's writer leaves out for Typst and does not escape for JATS.

local kinds = { typst = ".svg", html = ".svg", docx = ".png", jats = ".png" }
local format = FORMAT:match("^%a+")
local context = pandoc.json.decode(io.open("context.json"):read("a"), false)  -- plain tables
local marked = format == "docx" and context.marked

-- A Word file that is made to be compared with one that came back marks what nobody may retype; `report/returned` reads it.
local function put(first, content)
  return pandoc.Inlines({ pandoc.Str(first) }) .. content .. pandoc.Inlines({ pandoc.Str("\u{e002}") })
end

local function typst(blocks)
  return pandoc.write(pandoc.Pandoc(blocks), "typst-citations"):gsub("%s+$", "")
end

local function quoted(text)
  return '"' .. text:gsub('[\\"]', "\\%0"):gsub("%s+", " ") .. '"'
end

local function raw(text)
  return pandoc.RawBlock("typst", text)
end

local function image(element)
  local folder = format == "jats" and "../figures/" or ""
  element.src = folder .. element.src .. kinds[format]
  return element
end

local function escaped(text)
  return text:gsub("&", "&amp;"):gsub("<", "&lt;"):gsub(">", "&gt;")
end

local function jats(element, picture)
  local caption = element.caption.long[1].content
  local label = pandoc.utils.stringify(caption[1]):gsub("%.$", "")
  local text = pandoc.write(pandoc.Pandoc(pandoc.Para({ table.unpack(caption, 3) })), "jats_publishing")
  return pandoc.RawBlock("jats", '<fig id="' .. element.identifier .. '"><label>' .. label .. "</label><caption>"
    .. text .. '</caption><graphic mimetype="image" mime-subtype="png" xlink:href="' .. picture.src .. '"><alt-text>'
    .. escaped(pandoc.utils.stringify(picture.caption)) .. "</alt-text></graphic></fig>")
end

-- What may be wider than a phone moves by itself: the keyboard reaches it, and a name tells it from the others.
local regions = {}

local function region(content, caption, kind)
  local words = caption and pandoc.utils.stringify(caption):match("^%a+[\u{a0} ]+%d+") or kind
  regions[words] = (regions[words] or 0) + 1
  local name = regions[words] > 1 and words .. ", " .. regions[words] or words
  local told = { { "role", "region" }, { "tabindex", "0" }, { "aria-label", name } }
  return pandoc.Div(content, pandoc.Attr("", { "wide" }, told))
end

-- What a figure shows, as a table that opens below it: who cannot see it, or wants the numbers, has them there.
local function numbers(known, label)
  if not known.rows or #known.rows == 0 then return {} end
  local name = label .. " in numbers"
  local cells = {}
  for _, head in ipairs(known.columns) do cells[#cells + 1] = '<th scope="col">' .. escaped(head) .. "</th>" end
  local rows = { "<thead><tr>" .. table.concat(cells) .. "</tr></thead><tbody>" }
  for _, row in ipairs(known.rows) do
    cells = { '<th scope="row">' .. escaped(row[1]) .. "</th>" }
    for place = 2, #row do cells[place] = "<td>" .. escaped(row[place]) .. "</td>" end
    rows[#rows + 1] = "<tr>" .. table.concat(cells) .. "</tr>"
  end
  local below = known.note and known.note ~= "" and "<p>" .. escaped(known.note) .. "</p>" or ""
  return pandoc.RawBlock("html", '<details class="numbers"><summary>' .. name .. '</summary><div class="wide" role="region" '
    .. 'tabindex="0" aria-label="' .. name .. '"><table>' .. table.concat(rows, "\n") .. "</tbody></table></div>" .. below
    .. "</details>")
end

-- A screen that is narrow shows the narrow form, whose letters are as large there as in print; where a figure has none it
-- moves by itself.
local function page(element, picture)
  local known, label = context.figures[picture.src:gsub("%.svg$", "")] or {}, element.caption.long[1]
  local words = pandoc.utils.stringify(label):match("^%a+[\u{a0} ]+%d+") or "Figure"
  if known.narrow then
    local narrow = picture:clone()
    narrow.src = picture.src:gsub("%.svg$", ".narrow.svg")
    narrow.classes, picture.classes = { "for-narrow" }, { "for-wide" }
    element.content = { pandoc.Plain({ picture, narrow }) }
  else
    element.content = { region(element.content, label, "Figure") }
  end
  return pandoc.Blocks({ element }) .. pandoc.Blocks(numbers(known, words))
end

local function figure(element)
  local picture
  element:walk({ Image = function(found) picture = found end })
  if format == "jats" then return jats(element, picture) end
  if format == "html" then return page(element, picture) end
  if format ~= "typst" then return nil end
  local drawn = "image(" .. quoted(picture.src) .. ", alt: " .. quoted(pandoc.utils.stringify(picture.caption)) .. ")"
  local caption = ", caption: [" .. typst(element.caption.long) .. "]"
  -- a picture floats to the top of the next page that holds it, so that the text goes on and no page is left half empty;
  -- never to the foot of a page, where the next part, published or synthetic, may stand above it; a picture of the class
  -- "here" stays where it is, so that it does not come between the halves of a table; nor above the title (article.typ)
  local placed = picture.classes:includes("here") and "where => none" or "floating"
  return raw("#placed(" .. placed .. ", placement => [#figure(fitted(" .. drawn .. "), kind: image" .. caption
    .. ", placement: placement) <" .. element.identifier .. ">])")
end

-- Typst takes a word at the head of a cell, a caption or a link for a list, a heading or a term, which pandoc's writer
-- escapes at the head of a paragraph alone.
local function begins_as_markup(word)
  if word.text:match("^[-+/]$") or word.text:match("^=+$") or word.text:match("^%d+%.$") then
    return pandoc.RawInline("typst", (word.text:gsub("^%p", "\\%0"):gsub("^(%d+)%.$", "%1\\.")))
  end
end

-- A table of many rows, or of long texts, may go on on the next page, so that no page is left half empty and none is
-- too short for it; checklists say of theirs whether.  A row that may fill a page of its own goes on there too.
local in_place = false
local many, page_of_lines, line_of_letters = 9, 30, 60  -- fewer lines and letters than there is room for

local function lines_of(row, columns)
  local lines = 1
  for place, cell in ipairs(row.cells) do
    local letters = utf8.len(pandoc.utils.stringify(cell.contents)) or 0
    local width = columns[place] and columns[place][2] or 1 / #columns
    lines = math.max(lines, math.ceil(letters / (width * line_of_letters)))
  end
  return lines
end

local function tall(element)
  if in_place then return nil end
  local rows, lines, longest = 0, 0, 0
  for _, body in ipairs(element.bodies) do
    rows = rows + #body.body
    for _, row in ipairs(body.body) do
      local more = lines_of(row, element.colspecs)
      lines, longest = lines + more, math.max(longest, more)
    end
  end
  if rows <= many and lines <= page_of_lines then return nil end
  return { raw(longest > page_of_lines and "#endless[" or "#tall["), element, raw("]") }
end

-- The cells of the first column say what their rows are, where each of them says something.
local function headed(element)
  if format == "typst" then return tall(element) end
  if format ~= "html" then return nil end
  for _, row in ipairs(element.head.rows) do
    for _, cell in ipairs(row.cells) do cell.attributes.scope = "col" end
  end
  for _, body in ipairs(element.bodies) do
    local all = true
    for _, row in ipairs(body.body) do all = all and pandoc.utils.stringify(row.cells[1].contents) ~= "" end
    for _, row in ipairs(all and #element.colspecs > 1 and body.body or {}) do row.cells[1].attributes.scope = "row" end
    if all and #element.colspecs > 1 then body.row_head_columns = 1 end
  end
  return region({ element }, element.caption.long[1], "Table")
end

local function div(element)
  if marked and (element.identifier == "refs" or element.identifier == "sources") then
    local function made(block)
      block.content = put("\u{e003}", block.content)
      return block
    end
    return element:walk({ Para = made, Plain = made })
  end
  if element.identifier == "sources" and format == "typst" then
    return { raw("#sources["), element, raw("]") }
  end
  -- a block of Typst is as wide as the longest line in it, so that nothing in it reaches the margin: passages need none
  if format == "typst" and element.identifier == "" and not element.classes:includes("abstract") then
    if not element.classes:includes("synthetic") then return element.content end
    return pandoc.Blocks({ raw("#synthetic[") }) .. element.content .. pandoc.Blocks({ raw("]") })
  end
  if not element.classes:includes("synthetic") then return nil end
  if format == "typst" then
    return { raw("#synthetic["), element, raw("]") }
  elseif format == "docx" then
    element.attributes["custom-style"] = "Synthetic"
    return element
  end
end

-- An id may break after its dots and hyphens, but holds nothing there that would be copied with it.
local breaks = { typst = pandoc.RawInline("typst", "#h(0.001pt)"), html = pandoc.RawInline("html", "<wbr>") }

local function id(span)
  local pieces = pandoc.Inlines({})
  for piece in pandoc.utils.stringify(span):gmatch("[^.-]*[.-]?") do
    if piece ~= "" then pieces:extend({ pandoc.Str(piece), breaks[format] }) end
  end
  span.content = pieces
  return span
end

local function cited(cite)
  if marked then return put("\u{e003}", cite.content) end
end

local function referring(link)
  if marked and (link.target:match("^#fig%-") or link.target:match("^#tbl%-")) then
    return put("\u{e003}", link.content)
  end
end

-- A number stays on the line of the words beside it ("11 of 22", "+18.2 percentage", "−17.2 to +49.6 points"), so that no
-- page begins within one.  Between its other words, and after "CI", a line may end: else the line before is stretched.
local function tied(content)
  local words = content:map(function(part) return pandoc.utils.stringify(part) end)
  return content:map(function(part, place)
    local before, after = words[place - 1] or "", words[place + 1] or ""
    local free = before:match("[,;]$") or before:match("CI$") or after:match("^%(") or not (before .. after):match("%d")
    return part.tag == "Space" and not free and pandoc.Str("\u{a0}") or part
  end)
end

-- A number leads to its row of the supplement, and is where that row leads back to.
local function claim(span)
  if span.classes:includes("id") then return id(span) end
  if not span.classes:includes("claim") then return nil end
  if marked then return put("\u{e000}" .. span.identifier:match("%d+") .. "\u{e001}", span.content) end
  local source = span.attributes.source
  if format == "jats" then
    local content = source and pandoc.Link(span.content, "#claim-" .. source) or span.content
    local about = { { "content-type", "claim" }, { "specific-use", span.attributes.title:match("^[^;]+") } }
    return pandoc.Span(content, pandoc.Attr(span.identifier, {}, about))
  end
  if format == "typst" then span.content = tied(span.content) end
  if not source and format ~= "html" then return span.content end
  if not source then return nil end  -- a page keeps what the number is
  if format == "html" then
    local attributes = pandoc.Attr(span.identifier, span.classes, { title = span.attributes.title })
    return pandoc.Link(span.content, "#claim-" .. source, "", attributes)
  end
  local plain = pandoc.Span(span.content, pandoc.Attr("", {}, { ["custom-style"] = "Number" }))
  local link = pandoc.Link(format == "docx" and plain or span.content, "#claim-" .. source)
  if format == "typst" then  -- it looks as the text about it does, in Word by a style of its own
    link = pandoc.Inlines({ pandoc.RawInline("typst", "#number["), link, pandoc.RawInline("typst", "]") })
  end
  return pandoc.Span(link, pandoc.Attr(span.identifier))
end

-- In Word's file the number of a notebook stands apart from its name, and a volume from its issue ("07 planning", "9 (1)"):
-- programs that ask of each number whether an output holds it then see numbers, where "07-planning" is neither.
local function named(link)
  if not link.target:find("%.ipynb$") then return nil end
  return link:walk({ Str = function(word)
    local number, name = word.text:match("^(%d+)%-(%a.*)$")
    return number and pandoc.Str(number .. "\u{a0}" .. name)
  end })
end

local function issue(word)
  local number, name = word.text:match("^(%d+)%-(%l[%l-]*, cell %d+)$")  -- where there is nothing to link to
  if number then return pandoc.Str(number .. "\u{a0}" .. name) end
  -- a volume begins a word, in a text of one word or of several; a DOI may hold such brackets, and stays as it is
  local text, found = (" " .. word.text):gsub("(%s%d+)(%(%d+%))", "%1\u{a0}%2")
  if found > 0 then return pandoc.Str(text:sub(2)) end
end

-- Names that stand in a text of Typst's, not in its markup; taken before anything becomes markup.
local function texts(document)
  if format ~= "typst" then return nil end
  for _, key in ipairs({ "author", "keywords" }) do
    local value = document.meta[key]
    local list = pandoc.utils.type(value) == "List" and value or pandoc.List({ value })
    document.meta[key .. "-text"] = list:map(function(one)
      return pandoc.Inlines({ pandoc.RawInline("typst", quoted(pandoc.utils.stringify(one))) })
    end)
  end
  return document
end

local function abstract(document)
  document.blocks = document.blocks:walk({
    Div = function(element)
      if element.classes:includes("abstract") then
        document.meta.abstract = pandoc.MetaBlocks(element.content)
        return {}
      end
    end,
  })
  return document
end

-- The notice stands above the title: the page of the PDF has a place for it, and HTML takes it there as a banner.
local function banner(document)
  local first = document.blocks[1]
  if not first or first.tag ~= "Div" or not first.classes:includes("notice") then return nil end
  if format == "html" then
    first.attributes = { { "role", "region" }, { "aria-label", "About the data" } }
    document.meta["include-before"] = pandoc.MetaBlocks({ first })
  elseif format ~= "typst" then
    return nil
  end
  document.blocks:remove(1)
  return document
end

-- A paper that cites nothing has no list of references, nor a heading with nothing below it.
local function listed(document)
  local blocks = document.blocks
  for place = #blocks, 1, -1 do
    if blocks[place].identifier == "refs" and #blocks[place].content == 0 then
      local before, after = blocks[place - 1], blocks[place + 1]
      blocks:remove(place)
      if before and before.tag == "Header" and (not after or after.tag == "Header") then blocks:remove(place - 1) end
    end
  end
  document.blocks = blocks
  return document
end

local function setting(meta)
  in_place = meta["in-place"] ~= nil
end

local function link(element)
  return named(element) or referring(element)
end

local parts = { Image = image, Span = claim, Figure = figure, Table = headed, Div = div }
if format == "typst" then parts.Str = begins_as_markup end
if format == "docx" then
  parts.Cite, parts.Link, parts.Str = cited, link, issue
end

return { { Meta = setting }, { Pandoc = banner }, { Pandoc = listed }, { Pandoc = texts }, parts, { Pandoc = abstract } }
