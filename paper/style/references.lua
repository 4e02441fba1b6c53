-- Numbers figures (#fig-...) and tables (#tbl-...) in their order, begins their captions with the number, and turns
-- references to them (@fig-...) into links.  The alt text of a figure is the one its drawing was saved with.  Where
-- there was nothing to draw, a numbered note says why in the place of the figure.

local context = pandoc.json.decode(io.open("context.json"):read("a"), false)  -- plain tables
local labels, counts = {}, { fig = 0, tbl = 0, note = 0 }
local names = { fig = "Figure", tbl = "Table" }
local sources = {}
for _, source in ipairs(context.sources or {}) do sources[source.id] = source end

-- The notebook and the cell that made a figure.
local function drawn(name)
  local known = context.figures[name]
  if not known or (known.notebook or "") == "" then return {} end
  return { pandoc.Space(), pandoc.Str("Drawn by "), pandoc.Link(known.where, known.notebook), pandoc.Str(".") }
end

-- The cells that the numbers of a table come from, in order; the name of a notebook is said once.
local function computed(element)
  local told, cells, links = {}, {}, pandoc.Inlines({})
  element:walk({ Span = function(span)
    local id = span.classes:includes("claim") and span.attributes.title:match("^[^;]+")
    local source = id and sources[id]
    if not source or (source.notebook or "") == "" or told[source.where] then return end
    told[source.where] = true
    local name, cell = source.where:match("^(.*), cell (%d+)$")
    table.insert(cells, { name = name or source.where, number = tonumber(cell), source = source })
  end })
  table.sort(cells, function(one, other)
    if one.name ~= other.name then return one.name < other.name end
    return (one.number or 0) < (other.number or 0)
  end)
  for place, cell in ipairs(cells) do
    local before, after = cells[place - 1], cells[place + 1]
    local again = before and before.name == cell.name
    local last = not after or after.name ~= cell.name
    links:extend(pandoc.Inlines(place == 1 and "" or not again and ";" or last and " and" or ","))
    links:insert(pandoc.Space())
    links:insert(pandoc.Link(again and "cell " .. cell.number or cell.source.where, cell.source.notebook))
  end
  if #links == 0 then return links end
  return pandoc.Inlines({ pandoc.Space(), pandoc.Str("Numbers from") }) .. links .. pandoc.Inlines({ pandoc.Str(".") })
end

local function number(element, made)
  local kind = element.identifier:match("^(%a+)%-")
  if not names[kind] then return end
  counts[kind] = counts[kind] + 1
  local label = names[kind] .. "\u{a0}" .. counts[kind]
  labels[element.identifier] = label
  local caption = element.caption.long[1]
  caption.content:insert(1, pandoc.Strong(label .. "."))
  caption.content:insert(2, pandoc.Space())
  caption.content:extend(made)
  return element
end

local function note(element, sentence)
  counts.note = counts.note + 1
  local label = "Note\u{a0}" .. counts.note
  labels[element.identifier] = label
  local told = pandoc.Para({ pandoc.Strong(label .. "."), pandoc.Space(), pandoc.Str(sentence) })
  return pandoc.Div({ told }, pandoc.Attr(element.identifier))
end

local function figure(element)
  local undrawn, name
  local function describe(image)
    local known = context.figures[image.src]
    if known and known.drawn == false then undrawn = known.alt end
    if not known then error('"' .. image.src .. '" is no figure; name one of figures/ without folder and ending', 0) end
    image.caption, name = { pandoc.Str(known.alt) }, image.src
    return image
  end
  local described = element:walk({ Image = describe })
  if undrawn then return note(element, undrawn), false end
  return number(described, drawn(name)), false
end

local function tabled(element)
  return number(element, computed(element))
end

local function reference(cite)
  local links = pandoc.Inlines({})
  for position, citation in ipairs(cite.citations) do
    if not citation.id:match("^fig%-") and not citation.id:match("^tbl%-") then return nil end
    local label = labels[citation.id]
    if not label then error('@' .. citation.id .. ' refers to no figure or table', 0) end
    if position > 1 then links:extend({ pandoc.Str(position == #cite.citations and " and" or ","), pandoc.Space() }) end
    links:insert(pandoc.Link(label, "#" .. citation.id))
  end
  return links
end

return {
  { traverse = "topdown", Figure = figure, Table = tabled },
  { Cite = reference },
}
